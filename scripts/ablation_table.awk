# Makes the table of the ablations from lines of group, variant, seed, metric, value.
#
# A figure is the mean over seeds and the standard deviation (n - 1). One is bold that differs from
# the base's by more than the two standard deviations together.
BEGIN {
  FS = "\t"
  split("macro/mae_abs macro/obo_acc movers/obz_acc movers/other_acc movers/mae_abs text/obz_acc" \
    " clips/mae_abs clips/obo_acc seconds", metrics, " ")
  title["macro/mae_abs"] = "rendered clips: mae_abs"
  title["macro/obo_acc"] = "obo_acc"
  title["movers/obz_acc"] = "movers: exact"
  title["movers/other_acc"] = "the other's count"
  title["movers/mae_abs"] = "mae_abs"
  title["text/obz_acc"] = "text: exact"
  title["clips/mae_abs"] = "real clips: mae_abs"
  title["clips/obo_acc"] = "obo_acc"
  title["seconds"] = "seconds a run"
}

{
  row = $1 FS $2
  if (!(row in known)) {
    known[row] = ++rows
    name[rows] = row
  }
  if (!((row, $3) in counted)) {
    counted[row, $3] = 1
    runs[row]++
  }
  n[row, $4]++
  sum[row, $4] += $5
  value[row, $4, n[row, $4]] = $5
  seen[$4] = 1
}

function mean(row, metric) { return sum[row, metric] / n[row, metric] }

function deviation(row, metric,   i, d, squares) {
  for (i = 1; i <= n[row, metric]; i++) {
    d = value[row, metric, i] - mean(row, metric)
    squares += d * d
  }
  return n[row, metric] > 1 ? sqrt(squares / (n[row, metric] - 1)) : 0
}

function differs(row, metric,   base, gap) {
  base = "base" FS "base"
  if (row == base || row ~ /^baselines/ || metric == "seconds") return 0
  if (n[row, metric] < 2 || n[base, metric] < 2) return 0
  gap = mean(row, metric) - mean(base, metric)
  return (gap < 0 ? -gap : gap) > deviation(row, metric) + deviation(base, metric) + 1e-9
}

function cell(row, metric,   text) {
  if (!n[row, metric]) return ""
  if (metric == "seconds") return sprintf("%.0f", mean(row, metric))
  text = sprintf("%.2f", mean(row, metric))
  if (n[row, metric] > 1) text = text sprintf(" ± %.2f", deviation(row, metric))
  return differs(row, metric) ? "**" text "**" : text
}

END {
  header = "| | | seeds |"
  rule = "| --- | --- | --- |"
  for (m = 1; m in metrics; m++) {
    if (!(metrics[m] in seen)) continue
    header = header " " title[metrics[m]] " |"
    rule = rule " --- |"
  }
  print header
  print rule
  for (r = 1; r <= rows; r++) {
    split(name[r], part, FS)
    line = "| " (part[1] == before ? "" : part[1]) " | " part[2] " | " runs[name[r]] " |"
    before = part[1]
    for (m = 1; m in metrics; m++)
      if (metrics[m] in seen) line = line " " cell(name[r], metrics[m]) " |"
    print line
  }
}
