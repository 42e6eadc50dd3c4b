BBBBBBB BBBBBBBBBBB
BBBBB BBBBB gettext(u'Publish %(reference)s') SSSSSSS SSSSSSSSSSSSSBBBBBBBB BBBBB
BBBBB BBBBBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBB
   gettext(u'Publish %(reference)s') SSSSSSS SSSSSSSSSSSSS
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBBBB BBBB
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  BB BBBBBBB
     gettext(u'Before the call can be published') 
    BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBB
      XXXX
        BBB BBBBBB BB BBBBBBB
          XXXXBB BBBBBBBBBBXX XXXXXXXXXXXXBBBBBBBBBXXXXX
        BBBBBB
      XXXXX
    BBBBBBBBBB
    XXXXX XXXXXXXX gettext(u'Back to the call') XXXXXXXX
  BBBB
     gettext(u'The call, its form and its indicators are frozen as version 1 and shown on the public pages in three languages.') 
     gettext(u'Everybody. From the opening on, associations can begin and hand in applications.') 
     gettext(u'No. From now on the call changes only by published corrigenda; it can be cancelled with a reason.') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBB BBBBBBBBB BBBB
    XXXX gettext(u'The deadline applicants will see') XXXXX
    BBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB
    XXXXX XXXXXXXXXXXXXX
      BBBBBBBBBB
      XXXX XXXXXXXXXXXXXXXX
        XXXXXXX XXXXXXXXXX XXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Publish call') XXXXXXXXX
        XX XXXXXXXX gettext(u'Back to the call') XXXX
      XXXXXX
    XXXXXXX
  BBBBB
BBBBBBBB BBBBBBB
