"""What the commands and environments of LaTeX are to a reader of the text."""

from __future__ import annotations

ACCENTS = dict(
    zip("`'^\"~=.cHkrvu", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030b\u0328\u030a\u030c\u0306", strict=True)
)
LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "textbackslash": "\\", "textasciitilde": "~", "slash": "/", "LaTeX": "LaTeX", "TeX": "TeX", "S": "§", "P": "¶",
    "copyright": "©", "pounds": "£", "euro": "€", "texteuro": "€",
}  # fmt: skip
HEADINGS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
}
MARKS = {"emph": "emphasis", "textit": "emphasis", "textbf": "strong", "sout": "deleted", "st": "deleted"}
# Commands whose text stands elsewhere on the page than the text around it.
APART = frozenset(
    {"footnote", "caption", "marginpar", "thanks", "title", "subtitle", "footnotetext", "todo", "subcaption"}
)
CODE = frozenset(
    {"texttt", "code", "url", "path", "nolinkurl", "lstinline", "mintinline", "verb", "verb*", "verb|", "file"}
)
# How many arguments of a command are no prose; those of commands that aren't named here are.
SKIPPED = {
    **dict.fromkeys(
        "ref eqref pageref autoref nameref cref Cref vref label cite citep citet citeauthor citeyear parencite "
        "textcite autocite footcite nocite includegraphics input include includeonly usepackage RequirePackage "
        "documentclass bibliography bibliographystyle addbibresource pagestyle thispagestyle pagenumbering "
        "hypersetup graphicspath vspace hspace vskip hskip color definecolor geometry setcounter stepcounter "
        "refstepcounter setmainfont setsansfont fontsize selectlanguage newpage index glossary gls Gls acrshort "
        "acrlong bibitem hyphenation newcounter newlength newif pdfbookmark tikzset lstset usetikzlibrary "
        "captionsetup includepdf lstinputlisting inputminted SI si num ce begin end cline cmidrule setstretch "
        "linespread raisebox phantom vphantom hphantom newtheorem theoremstyle author date email affiliation "
        "hyperref hyperlink hypertarget DeclareMathOperator".split(),
        1,
    ),
    **dict.fromkeys(
        "newcommand renewcommand providecommand DeclareRobustCommand setlength addtolength addtocounter "
        "newenvironment renewenvironment def let rule resizebox newglossaryentry newacronym".split(),
        2,
    ),
    "href": 1, "textcolor": 1, "colorbox": 1, "foreignlanguage": 2, "multicolumn": 2, "multirow": 2, "parbox": 1,
    "newenvironment": 3, "renewenvironment": 3, "definecolor": 3, "newacronym": 2,
}  # fmt: skip
VERBATIM = frozenset("verbatim Verbatim lstlisting minted comment filecontents alltt".split())
MATHEMATICS = frozenset(
    "equation eqnarray align alignat gather multline math displaymath flalign tikzpicture pgfpicture array "
    "matrix thebibliography".split()
)
TABLES = frozenset("tabular tabularx longtable tabulary tabu supertabular".split())
