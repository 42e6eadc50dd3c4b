BBBBBBB BBBBBBBBBBB
BBBB BBBBBBBBBBBBBBBBB
BBBBB BBBBB gettext(u'Move the deadline') BBBBBBBB BBBBB
BBBBB BBBBBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBB
   gettext(u'Move the deadline') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBB BBBB
BBBBBBBB BBBBBB
BBBBB BBBBBBB
   gettext(u'You propose a later deadline; a second person approves it. Then it holds for everybody at once, as a published corrigendum.') 
   ngettext(u'%(count)s person who began an application', u'%(count)s people who began an application', count) SSSSSSSSS SSSSSS SSS SSSSS SS SSSSSSSSSSSPPPPPPPPP PPPPPP PPP PPPPP PP PPPPPPPPPPP
   gettext(u'A letter with the new deadline in their own time and your reason. Open pages show it within a minute.') 
   gettext(u'Until it is approved you can withdraw the proposal. A deadline never moves to an earlier moment.') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBB BBBBBBBBB BBBB
  XXXX gettext(u'The deadline now') XXXXX
  BBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB
  XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXX
    BBBBBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBB BBBB
    BBBBBB BBBB
    XXXX XXXXXXXXXXXXXXXX
      XXXXXXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Propose new deadline') XXXXXXXXX
      XX XXXXXXXX gettext(u'Back to the call') XXXX
    XXXXXX
  XXXXXXX
BBBBBBBB BBBBBBB
