"""Files as programs and instruments of laboratories write them, all of one spectrum.

Written from what the formats are, not copied: `FILES` maps the name of a file to what writes it.
Every dialect that a reader claims stands here once at least.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pybamm_facets.impedance import RANDLES

FREQUENCY = np.geomspace(1e5, 0.1, 31)
TRUE = {"R_s": 1e6, "Q_CT": 3e-11, "alpha_CT": 0.9, "R_CT": 20e6, "sigma_W": 2e6}
Z = RANDLES.impedance(FREQUENCY, TRUE)
LINES = "\n"
Write = Callable[[Path], None]


def number(value: float, digits: int = 12) -> str:
    return f"{value:.{digits}g}"


def comma(value: float) -> str:
    return number(value).replace(".", ",")


def exponent(value: float) -> str:
    return f"{value:.11E}"


def rows(z=Z, frequency=FREQUENCY, sign=1.0, hz=1.0, ohm=1.0):
    return [(f / hz, c.real / ohm, sign * c.imag / ohm) for f, c in zip(frequency, z, strict=True)]


def polar(sign=1.0, radians=False):
    phase = np.angle(Z) if radians else np.degrees(np.angle(Z))
    return list(zip(FREQUENCY, np.abs(Z), sign * phase, strict=True))


def table(header, body, separator=",", write=number, before=(), after=(), end=LINES):
    """Text of a table."""
    lines = [*before, *([header] if header else [])]
    lines += [separator.join(write(v) for v in row) for row in body]
    return end.join([*lines, *after]) + end


def text(content: str, encoding: str = "utf-8") -> Write:
    return lambda path: path.write_bytes(content.encode(encoding))


def csv(header: str, body=None, *arguments, encoding="utf-8", **options) -> Write:
    return text(table(header, rows() if body is None else body, *arguments, **options), encoding)


def quoted(value: float) -> str:
    return f'"{number(value)}"'


def quoted_comma(value: float) -> str:
    return f'"{comma(value)}"'


def columns(*before: str, body=None, write=number, separator="\t", after=()):
    """Rows with further cells before and after the three numbers."""
    found = []
    for k, row in enumerate(rows() if body is None else body):
        cells = [c.format(k=k) for c in before] + [write(v) for v in row] + list(after)
        found.append(separator.join(cells))
    return found


def mpt(body=None, write=exponent, head="freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\t|Z|/Ohm\tcycle number",
        cycles=1, empty_line=True, zero=False, name="EC-Lab ASCII FILE"):  # fmt: skip
    """BioLogic's text export: how many lines the header has, -Im Z, a tab at the end."""
    before = [name, "Nb header lines : 6", "", "Potentio Electrochemical Impedance Spectroscopy",
              "Electrode surface area : 0.001 cm²"]  # fmt: skip
    lines = [*before, head + "\t"]
    for cycle in range(1, cycles + 1):
        for f, re, minus_im in body or rows(sign=-1):
            cells = (f, re * cycle, minus_im * cycle, abs(complex(re, minus_im)) * cycle, cycle)
            lines.append("\t".join(write(v) for v in cells) + "\t")
        if zero:
            lines.append("\t".join(write(0.0) for _ in range(5)) + "\t")
    return "\r\n".join(lines) + "\r\n" + ("\r\n" if empty_line else "")


def dta(write=number, curves=1, degree="°", after=("EXPERIMENTABORTED\tTOGGLE\tF",)):
    """Gamry: a table of the open circuit first, then one or more ZCURVEs."""
    lines = [
        "EXPLAIN",
        "TAG\tEISPOT",
        "FREQINIT\tQUANT\t1.0E+005\tInitial Fre&q. (Hz)",
        "OCVCURVE\tTABLE\t2",
        "\tPt\tT\tVf",
        "\t#\ts\tV",
        "\t0\t0.1\t3.9",
        "\t1\t0.2\t3.9",
    ]
    for curve in range(1, curves + 1):
        lines += ["ZCURVE\tTABLE", "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\tIdc",
                  f"\t#\ts\tHz\tohm\tohm\tV\tohm\t{degree}\tA"]  # fmt: skip
        for k, (f, re, im) in enumerate(rows(ohm=1 / curve)):
            cells = (f, re, im, 1, abs(complex(re, im)), 0, 0)
            lines.append(f"\t{k}\t{k}\t" + "\t".join(write(v) for v in cells))
    return "\r\n".join([*lines, *after, ""])


def par(definition=True, segments=1):
    """VersaStudio: XML-like sections; a segment of direct current before those of impedance."""
    names = ("Segment #, Point #, E(V), I(A), Elapsed Time(s), ADC Sync Input(V), Current Range, "
             "Status, E Applied(V), Frequency(Hz), E Real, E Imag, I Real, I Imag, Z Real, Z Imag, "
             "ActionId, AC Amplitude")  # fmt: skip
    defined = names if definition else "a, b"
    lines = ["<Application>", "Name=VersaStudio", "</Application>", "<Action0>", "Segments=0",
             "</Action0>", "<Action1>", "Start Frequency (Hz)=100000", "Segments=1",
             "</Action1>"]  # fmt: skip
    for segment in range(1, segments + 1):
        lines += [f"<Segment{segment}>", "Type=2", "Version=3", f"Definition={defined}"]
        for k, (f, re, im) in enumerate(rows(ohm=1 / segment)):
            lines.append(f"0,{k},0,0,1,0,5,53,0,{number(f)},0,0,0,0,{number(re)},{number(im)},0,0")
        lines.append(f"</Segment{segment}>")
    return "\n".join([*lines, "<Graph1>", "Analysis=0", "</Graph1>", ""])


def z_file(separator=", ", header="  Freq(Hz)\tAmpl\tBias\tTime(Sec)\tZ'(a)\tZ''(b)\tGD\tErr",
           comments=True):  # fmt: skip
    """ZPlot: header with tabs or in one quoted cell, rows with commas or tabs."""
    lines = ["ZPLOT2 ASCII", "  Measured Data, ZPlot:       3.5", "  vs Freq-Initial:  100000",
             header, *(["End Comments"] if comments else [])]  # fmt: skip
    for k, (f, re, im) in enumerate(rows()):
        cells = (exponent(f), "1.0000E-02", "0.0000E+00", f"{k}", exponent(re), exponent(im),
                 "0.0E+00", "0")  # fmt: skip
        lines.append(" " + separator.join(cells))
    return "\n".join(lines) + "\n"


def chi():
    """CH Instruments: settings, a header, a blank line, rows with commas; Z" for the imaginary."""
    before = ["Jan. 5, 2026   11:01:24", "A.C. Impedance", "File: particle.bin",
              "Instrument Model:  CHI660E", "High Frequency (Hz) = 1e+5", ""]  # fmt: skip
    body = [f"{exponent(f)}, {exponent(re)}, {exponent(im)}, {exponent(abs(complex(re, im)))}, 0"
            for f, re, im in rows()]  # fmt: skip
    return "\n".join([*before, "Freq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg", "", *body]) + "\n"


def nova(separator=";", write=comma):
    """Autolab's NOVA: everything in one table, -Z'' and -Phase."""
    head = ["Index", "Frequency (Hz)", "Z' (Ω)", "-Z'' (Ω)", "Z (Ω)", "-Phase (°)", "Time (s)"]
    lines = [separator.join(head)]
    for k, (f, re, im) in enumerate(rows(), 1):
        cells = (f, re, -im, abs(complex(re, im)), -np.degrees(np.angle(complex(re, im))), k)
        lines.append(separator.join([str(k), *(write(v) for v in cells)]))
    return "\n".join(lines) + "\n"


def fra():
    """Autolab's older FRA: a count, one quoted header, rows with commas."""
    head = "\"  Freq (Hz)    Ampl     Bias   Time(Sec)   Z'(a)    Z''(b)    GD   Err   Range\""
    body = [f"{number(f)},0,0,0,{number(re)},{number(im)},0,0,0" for f, re, im in rows()]
    return "\n".join([str(len(body)), head, *body]) + "\n"


def parstat():
    """Parstat: rows of the direct current, all zero, before and after the sweep."""
    head = "Potential (V)\tCurrent (A)\tElapsed Time (s)\tFrequency (Hz)\tZre (ohms)\tZim (ohms)\t"
    still = ["3.49\t-0.15\t10\t0\t0\t0\t"] * 3
    body = [f"3.49\t-0.15\t10\t{number(f)}\t{number(re)}\t{number(im)}\t" for f, re, im in rows()]
    return "\n".join([head, *still, *body, *still]) + "\n"


def xlsx(*sheets, skip=0) -> Write:
    """A workbook; each sheet is its title, its header and its rows."""

    def write(path: Path) -> None:
        from openpyxl import Workbook

        book = Workbook()
        book.remove(book.active)
        for title, header, body in sheets:
            sheet = book.create_sheet(title)
            for _ in range(skip):
                sheet.append(["Operator", "x"])
            for row in ([header] if header else []) + list(body):
                sheet.append([float(v) if isinstance(v, np.floating) else v for v in row])
        book.save(path)

    return write


NAMES = ("frequency_Hz", "z_real_ohm", "z_imag_ohm")
HEAD = ",".join(NAMES)
PREAMBLE = ("Sample;particle 7", "Operator;x", "")
TWICE = [*rows(), *rows(ohm=0.5)]
UP_AND_DOWN = [*rows(), *rows(ohm=0.5)[::-1]]

FILES: dict[str, Write] = {
    # names and units
    "names.csv": csv(HEAD),
    "minus.csv": csv("frequency_Hz,z_real_ohm,-z_imag_ohm", rows(sign=-1)),
    "primes.csv": csv("f,Z',Z''"),
    "typographic_primes.csv": csv("f / Hz,Z′ / Ω,−Z″ / Ω", rows(sign=-1)),
    "double_quote_prime.csv": csv("Freq/Hz,Z'/ohm,-Z\"/ohm", rows(sign=-1)),
    "words.csv": csv("frequency,real,imaginary"),
    "long_words.csv": csv("Frequency (Hz);Real part of Z (Ohm);Neg. imaginary part of Z (Ohm)",
                          rows(sign=-1), ";"),
    "z_real_space.csv": csv("Frequency (Hz),Z Real (Ohm),Z Imag (Ohm)"),
    "slashes.txt": csv("freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm", rows(sign=-1), "\t"),
    "kilo_mega.csv": csv("f [kHz],Z' [MΩ],-Z'' [MΩ]", rows(sign=-1, hz=1e3, ohm=1e6)),
    "ohm_sign.csv": csv("f [Hz],Z' [k\u2126],Z'' [k\u2126]", rows(ohm=1e3)),
    "milliohm.csv": csv("f (mHz),Re Z (mΩ),Im Z (mΩ)", rows(hz=1e-3, ohm=1e-3)),
    "gigaohm.csv": csv("Freq (MHz),Zre (GOhm),Zim (GOhm)", rows(hz=1e6, ohm=1e9)),
    "omega.csv": csv("omega (rad/s),Re,Im", [(2 * np.pi * f, a, b) for f, a, b in rows()]),
    "omega_sign.csv": csv("ω [rad/s],Z_re [Ω],Z_im [Ω]",
                          [(2 * np.pi * f, a, b) for f, a, b in rows()]),
    "polar_degrees.csv": csv("freq/Hz,|Z|/Ohm,Phase(Z)/deg", polar()),
    "polar_radians.csv": csv("f,Zmod,theta (rad)", polar(radians=True)),
    "polar_minus.csv": csv("Frequency (Hz),Z (Ω),-Phase (°)", polar(sign=-1)),
    "angle_without_unit.csv": csv("f,|Z|,theta", polar()),
    "greek_frequency.csv": csv("ν/Hz,Re,Im"),
    "unit_row.csv": csv("kHz,MOhm,MOhm", rows(hz=1e3, ohm=1e6), before=("Freq,Zreal,Zimag",)),
    "negative_both.csv": csv("f,-Z',-Z''", [(f, -a, -b) for f, a, b in rows()]),
    # dialects
    "no_header.csv": csv(""),
    "no_header.txt": csv("", None, "\t"),
    "no_header_comment.txt": csv("", None, " ", before=("# particle 3",)),
    "preamble.csv": csv(";".join(NAMES), None, ";", comma, before=PREAMBLE),
    "preamble_commas.csv": csv(HEAD, before=("Operator,x", "Date,2026-01-05,10:00")),
    "comment_percent.csv": csv(HEAD, before=("% exported",)),
    "comment_header.txt": csv("# f Re Im", None, " "),
    "comment_exclamation.csv": csv(HEAD, before=("! exported", "// by hand")),
    "sep_line.csv": csv(";".join(NAMES), None, ";", comma, before=("sep=;",)),
    "quoted.csv": csv(",".join(f'"{n}"' for n in NAMES), None, ",", quoted),
    "quoted_decimal_comma.csv": csv(HEAD, None, ",", quoted_comma),
    "decimal_comma.csv": csv(";".join(NAMES), None, ";", comma),
    "decimal_comma_tab.txt": csv("\t".join(NAMES), None, "\t", comma),
    "decimal_comma_blanks.txt": csv("", None, " ", comma),
    "decimal_comma_comma_blank.txt": csv(", ".join(NAMES), None, ", ", comma),
    "pipes.txt": csv("|".join(NAMES), None, "|"),
    "blanks_aligned.txt": csv("  f   Re   Im", None, "    "),
    "footer.csv": csv(HEAD, after=("end of data", "31 points")),
    "index_column.csv": text("\n".join([",Freq,Real,Imag", *columns("{k}", separator=",")])),
    "text_columns.csv": text(
        "\n".join(["note,f,Re,Im,remark", *columns("point {k}", separator=",", after=("ok",))])
    ),
    "rising.csv": csv(HEAD, rows()[::-1]),
    "exponents.csv": csv(HEAD, None, ",", exponent),
    "unicode_minus.csv": csv(";".join(NAMES), None, ";", lambda v: number(v).replace("-", "−")),
    # encodings and ends of lines
    "bom.csv": csv(HEAD, encoding="utf-8-sig"),
    "utf16.csv": csv("freq / Hz,Z' / Ohm,-Z'' / Ohm", rows(sign=-1), encoding="utf-16"),
    "utf16_big_endian.csv": csv("\ufeff" + HEAD, encoding="utf-16-be"),
    "utf16_no_bom.txt": csv("\t".join(NAMES), None, "\t", encoding="utf-16-le"),
    "latin1.csv": csv("f/Hz,|Z|/Ohm,Phase/°", polar(), encoding="latin-1"),
    "old_mac.csv": csv(HEAD, end="\r"),
    "windows.csv": csv(HEAD, end="\r\n"),
    "blank_lines.csv": csv(HEAD, end="\n\n"),
    # instruments
    "biologic.mpt": text(mpt(), "latin-1"),
    "biologic_decimal_comma.mpt": text(mpt(write=lambda v: exponent(v).replace(".", ",")),
                                       "latin-1"),
    "biologic_no_empty_line.mpt": text(mpt(empty_line=False), "latin-1"),
    "biologic_frequency_zero.mpt": text(mpt(zero=True), "latin-1"),
    "biologic_bt_lab.mpt": text(mpt(name="BT-Lab ASCII FILE"), "latin-1"),
    "gamry.DTA": text(dta(), "latin-1"),
    "gamry_decimal_comma.DTA": text(dta(write=comma), "latin-1"),
    "gamry_utf8.dta": text(dta()),
    "versastat.par": text(par()),
    "versastat_no_definition.par": text(par(definition=False)),
    "zplot.z": text(z_file()),
    "zplot_tabs.z": text(z_file("\t")),
    "zplot_quoted_header.z": text(
        z_file(header="\"  Freq(Hz)    Ampl     Bias   Time(Sec)   Z'(a)    Z''(b)    GD   Err\"",
               comments=False)
    ),
    "autolab_nova.txt": text(nova()),
    "autolab_nova.csv": text(nova(",", number)),
    "autolab_fra.txt": text(fra()),
    "chi.txt": text(chi()),
    "powersuite.txt": csv("Frequency\t Zre\t Zimg", None, "\t"),
    "parstat.txt": text(parstat()),
    "workbook.xlsx": xlsx(("Sheet1", NAMES, rows())),
    "workbook_preamble.xlsx": xlsx(("Tabelle1", ("f [Hz]", "Z' [Ω]", "-Z'' [Ω]"), rows(sign=-1)),
                                   skip=3),
    "workbook_notes.xlsx": xlsx(("Notes", None, [("made by", "x"), ("mass", 3)]),
                                ("Data", NAMES, rows())),
}  # fmt: skip
SEVERAL: dict[str, tuple[Write, int]] = {
    "two_in_a_row.csv": (csv(HEAD, TWICE), 2),
    "down_and_up.csv": (csv(HEAD, UP_AND_DOWN), 2),
    "two_tables.csv": (text(table(HEAD, rows()) + "\n" + table(HEAD, rows(ohm=0.5))), 2),
    "two_cycles.mpt": (text(mpt(cycles=2), "latin-1"), 2),
    "three_cycles_frequency_zero.mpt": (text(mpt(cycles=3, zero=True), "latin-1"), 3),
    "two_curves.DTA": (text(dta(curves=2), "latin-1"), 2),
    "two_segments.par": (text(par(segments=2)), 2),
    "two_sheets.xlsx": (xlsx(("A", NAMES, rows()), ("B", NAMES, rows(ohm=0.5))), 2),
}
"""Files of several sweeps, and how many; that of number k has k times the impedance."""


def grouped(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.0f}"


REFUSED: dict[str, tuple[Write, str]] = {
    "thousands.txt": (csv(";".join(NAMES), None, ";", grouped), "one decimal mark"),
    "thousands_only.txt": (
        csv(";".join(NAMES), [row for row in rows(ohm=100) if row[0] > 1000], ";", grouped),
        "could be a decimal or a thousands mark",
    ),
    "thousands_and_points.txt": (
        text("\n".join([";".join(NAMES), *(f"{f:.4f};{grouped(a)};{grouped(b)}"
                                           for f, a, b in rows())])),
        "one decimal mark",
    ),
    "thousands_blank.txt": (csv("\t".join(NAMES), None, "\t",
                                lambda v: grouped(v).replace(",", " ")), "expected"),
    "thousands_apostrophe.csv": (csv(HEAD, None, ",", lambda v: grouped(v).replace(",", "'")),
                                 "expected numbers"),
    "decimal_comma_comma.csv": (csv(HEAD, None, ",", comma), "cells, expected at most 3"),
    "decimal_comma_comma_no_header.csv": (csv("", None, ",", comma), "cells, expected"),
    "mohm.csv": (csv("f,z_real_mohm,z_imag_mohm"), "may be milli or mega"),
    "per_area.csv": (csv("f/Hz,Z' (Ohm cm2),Z'' (Ohm cm2)"), "the area of the sample"),
    "angle_without_unit.csv": (csv("f,|Z|,theta", polar(radians=True)), "degrees or radians"),
    "positive_imaginary.csv": (csv(HEAD, rows(sign=-1)), "name the column -z_imag_ohm"),
    "no_frequency.mpt": (text(mpt().replace("freq/Hz", "f0/Hz"), "latin-1"),
                         "0 columns of the frequency"),
    "no_curve.DTA": (text(dta(curves=0), "latin-1"), "no table ZCURVE"),
    "direct_current.par": (text(par().replace("100000", "0").split("<Segment1>")[0]
                                + "<Segment1>\n0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\n</Segment1>\n"),
                           "no segment with a frequency"),
    "binary.mpr": (lambda path: path.write_bytes(b"BIO-LOGIC MODULAR FILE\x1a\0\0\1\2"),
                   "no kind of file that is known; known are CSV"),
    "prose.txt": (text("The frequency, the real and the imaginary part\nare not here.\n"),
                  "known are CSV and text"),
    "notes.xlsx": (xlsx(("Notes", None, [("made by", "x")])), "no table of a spectrum"),
    "other_table.csv": (text("a,b,c\n1,2,3\n4,5,6\n"), "0 columns of the frequency in a, b, c"),
}  # fmt: skip
"""Files that are refused, and what the message says."""
