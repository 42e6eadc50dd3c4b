 #

BB BBBBBBBBBBB
  XXXXXXXXBB BBBBBBBBBBBBBBBBBBB XXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBB XXXXXXXXXBBBBBX
    BB BBBBBBBBBBBBBBBBBBBBBBXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXX gettext(u'only in Spanish') XXXXXXXXXXXBBBBB
    XXXX XXXXXXXXXXXX XXXXXXXXXXXXXXX
  XXXXXXXXXX
BBBBB
BB BBBBBBBBBBBBB
  XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXX
    XXXX gettext(u'Lots') XXXXX
    XXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX
      XXXXXXX
        XXXX
          XXX XXXXXXXXXXXX gettext(u'Lot') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Envelope, EUR') XXXXX
        XXXXX
      XXXXXXXX
      XXXXXXX
        BBB BBB BB BBBBBBBBBBBBB
          XXXX
            XXX XXXXXXXXXXXX X BBBB BBB BBBBBBBXXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Envelope, EUR') XXBBBBB BBBBBBBBBBBB BBBBBBBBBBBXXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
      XXXXXXX
        XXXX
          XXX XXXXXXXXXXXX gettext(u'All lots') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Envelope, EUR') XXBBBBB BBBBB BBBBBBBBBBBXXXXX
        XXXXX
      XXXXXXXX
    XXXXXXXX
  XXXXXXXXXX
BBBBB
XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXX
  XXXX gettext(u'Who can apply') XXXXX
  XXXX XXXXXXXXXXXXXXXX
    XXX
       gettext(u'Non-profit organisations that represent or support small firms: chambers, associations, federations, cooperatives, research centres. They apply together, as a consortium, led by one of them.') SSSSSSSSSS SSSSSSSSSSSSS SSSS SSSSSSSSS SS SSSSSSS SSSSS SSSSSS SSSSSSSSS SSSSSSSSSSSSS SSSSSSSSSSSS SSSSSSSSSSSSS SSSSSSSS SSSSSSSS SSSS SSSSS SSSSSSSSS SS S SSSSSSSSSSS SSS SS SSS SS SSSSS
    XXXX
    XXXX
      XXXX ngettext(u'At least %(count)s organisation from Latin America', u'At least %(count)s organisations from Latin America', count) SS SSSSS SSSSSSSSS SSSSSSSSSSSS SSSS SSSSS SSSSSSSPP PPPPP PPPPPPPPP PPPPPPPPPPPPP PPPP PPPPP PPPPPPPBB BBBBBBBBBBBBBX BBBBBXXXXXX
      XXXX ngettext(u'At least %(count)s organisation from the European Union', u'At least %(count)s organisations from the European Union', count) SS SSSSS SSSSSSSSS SSSSSSSSSSSS SSSS SSS SSSSSSSS SSSSSPP PPPPP PPPPPPPPP PPPPPPPPPPPPP PPPP PPP PPPPPPPP PPPPPBB BBBBBBBBBBBBBBX BBBBBXXXXXX
    XXXXX
    XXX gettext(u'Small firms do not apply themselves: they take part in the projects.') XXXX
  XXXXXX
XXXXXXXXXX
XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXX
  XXXX gettext(u'How much') XXXXX
  XXXX XXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXX
      XXXXX
        XXXX gettext(u'Grant of the European Union') XXXXX
        XXXX gettext(u'from %(least)s to %(most)s') SSSS SSSSSSSSS SS SSSSSSSSXXXXX
      XXXXXX
      XXXXX
        XXXX gettext(u'Share of the eligible costs') XXXXX
        XXXX gettext(u'from %(least)s to %(most)s %%; the consortium pays the rest') SSSS SSSSSSSSS SS SSSSSSSS SSS SSS SSSSSSSSSS SSSS SSS SSSSXXXXX
      XXXXXX
      XXXXX
        XXXX gettext(u'Duration') XXXXX
        XXXX gettext(u'from %(least)s to %(most)s months') SSSS SSSSSSSSS SS SSSSSSSS SSSSSSXXXXX
      XXXXXX
      XXXXX
        XXXX gettext(u'Indirect costs') XXXXX
        XXXX gettext(u'at most %(most)s %% of the direct costs') SS SSSS SSSSSSSS SS SS SSS SSSSSS SSSSSXXXXX
      XXXXXX
      XXXXX
        XXXX gettext(u'Contingency reserve') XXXXX
        XXXX gettext(u'at most %(most)s %% of the direct costs') SS SSSS SSSSSSSS SS SS SSS SSSSSS SSSSSXXXXX
      XXXXXX
    XXXXX
  XXXXXX
XXXXXXXXXX
BB BBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBB
  XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXX
    XXXX gettext(u'What you need') XXXXX
    XXXX XXXXXXXXXXXXXXXX
      BB BBBBBBBBBBBBB
        XXXX gettext(u'Answers') XXXXX
        XXXX
          BBB BBBBBBB BB BBBBBBBBBBBBB
            XXXX XXXXX XXXXXXXXXXXXXXX ngettext(u'%(count)s question', u'%(count)s questions', count) SSSSSSSSS SSSSSSSSPPPPPPPPP PPPPPPPPPXXXXXXXXXXXXX
          BBBBBB
        XXXXX
        XXX gettext(u"Besides: a logframe, a budget by partner and year, and each partner's mandate, signed in the system.") XXXX
      BBBBB
      BB BBBBBBBBBBBBBBBBBBBBBBBBBBB
        XXXX gettext(u'Documents') XXXXX
        XXXX
          BBB BBBB BB BBBBBBBBBBBBBBBBBBBBBBBBBBB
            XXXX
              BBBB BBBB BBBBBBBBB BBBBBBBBBBBBBBBBX  gettext(u'one from each organisation') BBBBBBB BBB BBBBBBBBBBBBB XXXXX XXXXXXXXXXXXXXXXXX gettext(u'optional') XXXXXXXXBBBBB
              BB BBBBBBBBBXXXXXXXXX XXXXXXXXXXXXXXBBBB BBBB BBBBBBXXXXXXXBBBBB
            XXXXX
          BBBBBB
        XXXXX
      BBBBB
      BB BBBBBBBBBBBBBBBBBBB
        XXXX gettext(u'Indicators to choose from') XXXXX
        XXXX
          BBB BBB BB BBBBBBBBBBBBBBBBBBB
            XXXXBBBB BBBBBBBBBBB BBBBBBBB BBBBBBBBBBBB XXXXX XXXXXXXXXXXXXXX gettext(u'in every logframe') XXXXXXXXBBBBBXXXXX
          BBBBBB
        XXXXX
      BBBBB
    XXXXXX
  XXXXXXXXXX
BBBBB
