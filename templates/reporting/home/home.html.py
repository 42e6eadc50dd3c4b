BBBBBBB BBBBBBBBBBB
BBBBB BBBBB gettext(u'Home') BBBBBBBB BBBBB
BBBBB BBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBB BBBB
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXBB BBBBBBBB XXXXXXXXXXXXXBBBBBXX
    XXXXX
      XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXX gettext(u'Waits for you') XXXXX
        BB BBBBBBB
          BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBBBBB BBBB
        BBBB
          XX XXXXXXXXXXXXXX gettext(u'Nothing waits for you. When somebody needs something of you, it stands here, the nearest deadline first.') XXXX
        BBBBB
      XXXXXXXXXX
      BB BBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
          XXXX XXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXX gettext(u'Calls') XXXXX
            XX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'All calls') XXXX
          XXXXXX
          BB BBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
          BBBB
             gettext(u'No call is published') 
             gettext(u'Published calls stand here with their deadline and how many applications there are.') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBB
          BBBBB
        XXXXXXXXXX
      BBBBB
      BB BBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
          XXXX XXXXXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXXXXX gettext(u'Your applications') XXXXX
            BB BBBBBBBBBBBB BBB BBBBBXX XXXXXXXXXXXXBBBBB
          XXXXXX
          BB BBBBBBBBBBBB
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBB BBBB
          BBBB BBB BBBBBBBBBBBBBBBB
             gettext(u'You act for no organisation yet') 
             gettext(u'Register your organisation, or ask a colleague who has registered it to invite you.') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBB BBBB
          BBBB BBBBBBBBB
             gettext(u'No application yet') 
             gettext(u'A call is open: %(call)s. What you begin is shared with everybody of your organisation.') S SSSS SS SSSSS SSSSSSSSS SSSS SSS SSSSS SS SSSSSS SSSS SSSSSSSSS SS SSSS SSSSSSSSSSSSS
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBB BBBB
          BBBB
             gettext(u'No application yet') 
             gettext(u'No call is open now. When one opens, you can begin here.') 
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBB
          BBBBB
        XXXXXXXXXX
      BBBBB
      BB BBBBBBBBBBBBBBBB
        XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
          XXX XXXXXXXXXXX gettext(u'The house') XXXXX
          XXXX
            XXXXXX XXXXXXBBB BBBBBBBBBBBBBXX gettext(u'Administration') XXXXX  gettext(u'people, roles, indicators, forms') XXXXX
            XXXXXX XXXXXXBBB BBBBBBBBBBBXX gettext(u'Background work') XXXXX  gettext(u'what runs, waits and failed') XXXXX
            XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Letters') XXXXX  gettext(u'what was sent to whom, and what could not be sent') XXXXX
          XXXXX
        XXXXXXXXXX
      BBBBB
      BBB BBBBBBBB BB BBBBB
         gettext(u'Nothing here yet') 
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBB BBBB
      BBBBBB
    XXXXXX
    BB BBBBBBBB
      XXXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXX gettext(u'Recently') XXXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB BBBB
      XXXXXXXX
    BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
