BBBBBBB BBBBBBBBBBB
BBBBB BBBBB gettext(u'Applications so far') BBBBBBBB BBBBB
BBBBB BBBBBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBB
BBBBBBBB BBBBBBBBBB
BBBBB BBBBBB
   ngettext(u'%(count)s application so far', u'%(count)s applications so far', count) SSSSSSSSS SSSSSSSSSSS SS SSSPPPPPPPPP PPPPPPPPPPPP PP PPP
   gettext(u'Counts only. Nobody of staff reads names, titles or answers before the opening.') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBB BBBB
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  BB BBBBBBB
    XXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX
      XXXXXXXXX gettext(u'By country of the lead applicant and by lot. A draft stands under the share of required questions it has answered.') XXXXXXXXXX
      XXXXXXX
        XXXX
          XXX XXXXXXXXXXXX gettext(u'Country') XXXXX
          XXX XXXXXXXXXXXX gettext(u'Lot') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Draft, under half') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Draft, half or more') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Draft, all') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Submitted') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Withdrawn') XXXXX
        XXXXX
      XXXXXXXX
      XXXXXXX
        BBB BBB BB BBBBBBB
          XXXX
            XXX XXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXX gettext(u'Lot') XXXXXXX
            XXX XXXXXXXXXXXX gettext(u'Draft, under half') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBBXXXXX
            XXX XXXXXXXXXXXX gettext(u'Draft, half or more') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBXXXXX
            XXX XXXXXXXXXXXX gettext(u'Draft, all') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBXXXXX
            XXX XXXXXXXXXXXX gettext(u'Submitted') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBXXXXX
            XXX XXXXXXXXXXXX gettext(u'Withdrawn') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBXXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
      XXXXXXX
        XXXX
          XXX XXXXXXXXXXXX gettext(u'All') XXXXX
          XXXXXXXXX
          XXX XXXXXXXXXXXX gettext(u'Draft, under half') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBBBBXXXXX
          XXX XXXXXXXXXXXX gettext(u'Draft, half or more') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBBBXXXXX
          XXX XXXXXXXXXXXX gettext(u'Draft, all') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBBXXXXX
          XXX XXXXXXXXXXXX gettext(u'Submitted') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBXXXXX
          XXX XXXXXXXXXXXX gettext(u'Withdrawn') X XXXXXXXXXXXXBBBBBB BBBBBBBBBBBBBBBXXXXX
        XXXXX
      XXXXXXXX
    XXXXXXXX
  BBBB
     gettext(u'Nobody has begun yet') 
     gettext(u'As soon as an association begins, it is counted here by country and lot.') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBB
  BBBBB
BBBBBBBB BBBBBBB
