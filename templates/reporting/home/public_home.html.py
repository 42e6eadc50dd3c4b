BBBBBBB BBBBBBBBBBBBBBBBBB
BBBBB BBBBB gettext(u'Grants for the green transition of small firms in Latin America') BBBBBBBB BBBBB
BBBBB BBBB
  XXXXXXXX XXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXX
      XXXX gettext(u'Small firms of Latin America go green, together') XXXXX
      XX XXXXXXXXXXXXX
         gettext(u'AL-INVEST Verde gives grants of the European Union to chambers, federations and cooperatives that help small firms produce without deforestation, with less carbon and less waste.') SSSSSSSSS SSSSS SSSSS SSSSSS SS SSS SSSSSSSS SSSSS SS SSSSSSSSS SSSSSSSSSSS SSS SSSSSSSSSSSS SSSS SSSS SSSSS SSSSS SSSSSSS SSSSSSS SSSSSSSSSSSSSS SSSS SSSS SSSSSS SSS SSSS SSSSSS
      XXXX
      BB BBBBBBBBBB
        BBBB BBBBBBBBBBBBBBBBBB
          XX XXXXXXXXXXXXX
            XX XXXXXXXXXX XXXXXXXXXXX XXXXXXXXXX XXXXXXXX gettext(u'See the open call') BBBB BBBBBBXXXX
          XXXX
        BBBBBBB
      BBBBB
    XXXXXX
  XXXXXXXXXX
BBBBBBBB BBBB
BBBBB BBBBBBB
  XXXXXXXX XXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXXXX
      XXXXBB BBBBBBBBBB gettext(u'Open for applications') BBBB gettext(u'Calls for proposals') BBBBBXXXXX
      XX XXXXXXBBBBBBBBBB BBBBBBBXX gettext(u'All calls') XXXX
    XXXXXX
    BB BBBBBBBBBB
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB BBBB
    BBBB
       gettext(u'No call is open now') 
       gettext(u'When a call opens, it stands here with its deadline and everything you need to apply.') 
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBB
    BBBBB
    BB BBBBBBBBBBBB
      XXXX gettext(u'Opening later') XXXXX
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBB BBBB
    BBBBB
    BB BBBBBBBBBB
      XX XXXXXXXXXXXXXX ngettext(u'%(count)s earlier call is closed.', u'%(count)s earlier calls are closed.', count) SSSSSSSSS SSSSSSS SSSS SS SSSSSSSPPPPPPPPP PPPPPPP PPPPP PPP PPPPPPPXXXX
    BBBBB
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXXXXX
    XXXX gettext(u'How to apply') XXXXX
    XXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXX
      XXXX
        XXXX gettext(u'1. Register') XXXXX
        XXX gettext(u'Open an account with your e-mail address and register your organisation. Its data are asked once.') XXXX
      XXXXX
      XXXX
        XXXX gettext(u'2. Form a consortium') XXXXX
        XXX gettext(u'Invite partners by e-mail. At least one organisation is from Latin America and one from the European Union.') XXXX
      XXXXX
      XXXX
        XXXX gettext(u'3. Write together') XXXXX
        XXX gettext(u'Fill in the form, the logframe and the budget. Every text is saved as you type; nothing is overwritten.') XXXX
      XXXXX
      XXXX
        XXXX gettext(u'4. Submit') XXXXX
        XXX gettext(u'Partners sign their mandates, the lead applicant submits and holds a numbered receipt at once. Until the deadline you can replace it.') XXXX
      XXXXX
    XXXXX
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXXX XXXXXXXXX
    XXXX gettext(u'Who answers for it') XXXXX
    XXX
       gettext(u'AL-INVEST Verde is a programme of the European Union with Latin America and part of Global Gateway. Its grants are run by sequa gGmbH in Bonn with a consortium of chambers. Results of the projects will be published here, each figure with how it was counted.') SSSSSSSSS SSSSS SS S SSSSSSSSS SS SSS SSSSSSSS SSSSS SSSS SSSSS SSSSSSS SSS SSSS SS SSSSSS SSSSSSSS SSS SSSSSS SSS SSS SS SSSSS SSSSS SS SSSS SSSS S SSSSSSSSSS SS SSSSSSSSS SSSSSSS SS SSS SSSSSSSS SSSS SS SSSSSSSSS SSSSS SSSS SSSSSS SSSS SSS SS SSS SSSSSSSS
    XXXX
  XXXXXXXXXX
BBBBBBBB BBBBBBB
