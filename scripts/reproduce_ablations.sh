#!/bin/sh
# Runs the ablations of the papers that Period builds on, on a reduced model and world, and makes
# their table. What it shows and what it does not: docs/reproduce-the-papers.md.
#
#   scripts/reproduce_ablations.sh [--out DIR] [--clips DIR] [--jobs N] [--threads T] [--only GROUP]
#                                  [--seeds 1,2,3] [--full] [--list]
#
#   --out DIR      where runs and table go; default: runs/ablations (with --full runs/ablations-full)
#   --clips DIR    real videos to judge on as well: a folder with labels.csv, as for 'period eval clips'
#   --jobs N       runs at a time; default 1
#   --threads T    threads of each; default 2
#   --only GROUP   one group of configs/ablation/variants.tsv, and the base
#   --seeds LIST   default 1,2,3
#   --full         macro stages five times, text stages six times as long
#   --list         only say what would be run
#
# The same command goes on where it was stopped: what is finished is not run again.
# PERIOD is the command that starts Period, words separated by spaces; default: ./period.
set -fu # no file names are put in for the * of a class path in PERIOD

say() { printf 'ablations: %s\n' "$*" >&2; }
die() {
  say "$1"
  exit 2
}

tab=$(printf '\t')
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || die "cannot enter the folder above $0"
configs=$home/configs/ablation
period() { # the words of PERIOD, or ours, whose path may hold spaces
  if [ -n "${PERIOD:-}" ]; then
    # shellcheck disable=SC2086
    $PERIOD "$@"
  else
    "$home/period" "$@"
  fi
}

rows() { grep -v '^#' "$1"; } # of a table without its comments

# --- one piece of work -----------------------------------------------------------------------------

steps() { # steps STAGE SEED: overrides that every run has, one to a line
  printf '%s\n' "seed=$2" "threads=$threads" "tokenizer=$out/tokenizer"
  case $1$full in
    text) echo max_steps=250 ;;
    macro) ;;
    textfull) echo max_steps=1500 ;;
    macrofull) printf '%s\n' max_steps=6000 data.rendered_pool=6000 data.simulated_pool=4000 eval_samples=300 ;;
  esac
}

train() { # train STAGE SEED FOLDER FROM OVERRIDES: into FOLDER, goes on if it was begun
  stage=$1 seed=$2 folder=$3 from=$4
  {
    steps "$stage" "$seed"
    printf '%s' "$5" | tr '\t' '\n'
  } >"$folder.settings"
  set -- train --stage "$stage" --config "$configs/base.yaml" --out "$folder" --resume
  [ -z "$from" ] || set -- "$@" --from "$from"
  while IFS= read -r override || [ -n "$override" ]; do
    [ -z "$override" ] || set -- "$@" --set "$override"
  done <"$folder.settings"
  period "$@" >>"$folder.log" 2>&1
}

checkpoint() { # checkpoint FOLDER: the one that a run ended with
  find "$1" -maxdepth 1 -name 'checkpoint-*' | head -n 1
}

held_out() { # held_out FOLDER: metric, value of the last evaluation
  tail -n 1 "$1/metrics.jsonl" | tr '{,}' '\n' |
    sed -n "s/^ *\"eval\\/\\([^\"]*\\)\" *: *\\([-+.0-9Ee]*\\) *\$/\\1$tab\\2/p"
}

judged() { # judged TASK SYSTEM REPORT: metric, value of the model, or of a baseline
  awk -v task="$1" -v system_="$2" '
    match($0, /^ *"[a-z0-9_]+" *: *\{/) { split($0, part, "\""); section = part[2] }
    section == system_ && /"(mae_abs|obo_acc|obz_acc)" *:/ {
      split($0, part, "\""); value = $0; sub(/^[^:]*: */, "", value); sub(/ *,? *$/, "", value)
      print task "/" part[2] "\t" value
    }' "$3"
}

finish() { # finish FILE: gives standard input that name once it is complete
  cat >"$1.tmp" && [ -s "$1.tmp" ] && mv -f -- "$1.tmp" "$1"
}

evaluate() { # evaluate TASK MODEL REPORT OPTIONS...
  task=$1 model=$2 report=$3
  shift 3
  period eval "$task" --model "$model" --threads "$threads" --out "$report" "$@" >>"$folder.log" 2>&1
}

text_run() { # text_run NAME SEED
  folder=$out/text/$1-$2
  row=$(rows "$configs/text.tsv" | awk -F '\t' -v name="$1" '$1 == name { sub(/^[^\t]*\t?/, ""); print }')
  train text "$2" "$folder" "" "$row" && touch "$folder.done"
}

variant_run() { # variant_run KEY SEED
  folder=$out/runs/$1-$2
  row=$(keyed | awk -F '\t' -v key="$1" '$1 == key')
  name=$(printf '%s' "$row" | cut -f 4)
  from=
  [ "$name" = none ] || from=$(checkpoint "$out/text/$name-$2")
  began=$(date +%s)
  if [ ! -f "$folder.tsv" ]; then
    train macro "$2" "$folder" "$from" "$(printf '%s' "$row" | cut -s -f 6-)" || return 1
    {
      held_out "$folder"
      printf 'seconds\t%s\n' $(($(date +%s) - began))
    } | finish "$folder.tsv" || return 1
  fi
  [ -z "$clips" ] || [ -f "$folder.clips.tsv" ] || {
    evaluate clips "$(checkpoint "$folder")" "$folder/clips" --data "$clips" &&
      judged clips metrics "$folder/clips/report.json" | finish "$folder.clips.tsv"
  }
}

baselines() { # baselines TASK SEED: of the very items that runs of this seed were judged on
  folder=$out/baselines/$1-$2
  case $1 in
    clips) set -- clips "$2" --data "$clips" --baselines ;;
    macro) set -- synthetic "$2" --seed "$2" --limit "$samples" --baselines ;;
    movers) set -- movers "$2" --seed "$2" --limit "$samples" ;;
    text) set -- text "$2" --limit "$samples" ;;
  esac
  base=$(checkpoint "$out/runs/base.1-$2")
  task=$1
  shift 2
  evaluate "$task" "$base" "$folder" "$@" || return 1
  [ "$task" != synthetic ] || task=macro
  for system in constant_median constant_best class_median self_similarity_period; do
    judged "$task" $system "$folder/report.json" | sed "s/^/$system$tab/"
  done | finish "$folder.tsv"
}

# --- which work there is ---------------------------------------------------------------------------

# The variants with a key in front: the group and the row's number in it, which any file can be named by.
keyed() { rows "$configs/variants.tsv" | awk -F '\t' -v OFS='\t' '{ print $1 "." ++n[$1], $0 }'; }

# Those that are wanted. A row that is the base again is not run.
wanted() { keyed | awk -F '\t' -v only="$only" 'only == "" || $2 == only || $2 == "base"'; }
own() { wanted | awk -F '\t' '$2 == "base" || $4 != "base" || NF > 5'; }

seeds_of() { # seeds_of all|first
  case $1 in
    first) printf '%s\n' "$seeds" | sed 's/ .*//' ;;
    *) printf '%s\n' "$seeds" ;;
  esac
}

text_work() {
  own | cut -f 4 | grep -vx none | sort -u | while IFS= read -r name; do
    for seed in $seeds; do
      [ -f "$out/text/$name-$seed.done" ] || echo "text_run $name $seed"
    done
  done
}

variant_work() {
  own | cut -f 1,5 | while IFS=$tab read -r key which; do
    for seed in $(seeds_of "$which"); do
      result=$out/runs/$key-$seed
      if [ ! -f "$result.tsv" ] || { [ -n "$clips" ] && [ ! -f "$result.clips.tsv" ]; }; then
        echo "variant_run $key $seed"
      fi
    done
  done
}

baseline_work() {
  first=$(seeds_of first)
  {
    for seed in $seeds; do printf '%s\n' "macro $seed" "movers $seed"; done
    echo "text $first"
    [ -z "$clips" ] || echo "clips $first"
  } | while read -r task seed; do
    [ -f "$out/baselines/$task-$seed.tsv" ] || echo "baselines $task $seed"
  done
}

work() { # work NAME LISTER: does what LISTER lists, several pieces at a time
  "$2" >"$out/work"
  [ -s "$out/work" ] || return 0
  say "$1: $(wc -l <"$out/work" | tr -d ' ') to do, $jobs at a time"
  xargs -P "$jobs" -n 3 sh "$home/scripts/reproduce_ablations.sh" --piece <"$out/work"
  [ -z "$("$2")" ] || die "not everything was done; the logs in $out say why, and the same command goes on"
}

# --- the table -------------------------------------------------------------------------------------

# Whether a run that must not differ from the base ended with its weights, bit for bit.
is_base() { # is_base KEY SEED
  cmp -s "$(checkpoint "$out/runs/base.1-$2")/model.safetensors" "$(checkpoint "$out/runs/$1-$2")/model.safetensors"
}

results() { # group, variant, seed, metric, value: all that is known
  wanted | while IFS=$tab read -r key group variant from which overrides; do
    for seed in $seeds; do
      run=$out/runs/$key-$seed
      [ "$from$overrides" != base ] || run=$out/runs/base.1-$seed
      if [ "$which" = first ] && is_base "$key" "$(seeds_of first)"; then run=$out/runs/base.1-$seed; fi
      cat "$run.tsv" "$run.clips.tsv" 2>/dev/null | sed "s/^/$group$tab$variant$tab$seed$tab/"
    done
  done
  for seed in $seeds; do
    cat "$out/baselines/macro-$seed.tsv" "$out/baselines/movers-$seed.tsv" "$out/baselines/text-$seed.tsv" \
      "$out/baselines/clips-$seed.tsv" 2>/dev/null |
      awk -F '\t' -v OFS='\t' -v seed="$seed" '{ print "baselines", $1, seed, $2, $3 }'
  done
}

about() { # what the table was made of
  runs=$(variants_done)
  seconds=$(cat "$out"/runs-seconds)
  printf '%s runs, %d minutes of running one after the other (%s a run on average; text stages and baselines not counted), ' \
    "$runs" $((seconds / 60)) "$((runs > 0 ? seconds / runs : 0)) s"
  printf '%s at a time with %s threads each, on a machine with %s cores (%s). Seeds %s.%s\n' \
    "$jobs" "$threads" "$(getconf _NPROCESSORS_ONLN)" "$(uname -sm)" "$(printf '%s' "$seeds" | tr ' ' ',')" \
    "${full:+ The long version.}"
}

variants_done() { find "$out/runs" -maxdepth 1 -name '*.tsv' ! -name '*.clips.tsv' | wc -l | tr -d ' '; }

table() {
  results | finish "$out/results.tsv"
  find "$out/runs" -maxdepth 1 -name '*.tsv' ! -name '*.clips.tsv' -exec cat {} + |
    awk -F '\t' '$1 == "seconds" { sum += $2 } END { print sum + 0 }' >"$out/runs-seconds"
  {
    about
    echo
    awk -f "$home/scripts/ablation_table.awk" "$out/results.tsv"
  } | finish "$out/table.md"
}

publish() { # puts the table into the page
  page=$home/docs/reproduce-the-papers.md
  awk -v table="$out/table.md" '
    /<!-- end of the table -->/ { inside = 0 }
    !inside { print }
    /<!-- table -->/ { inside = 1; while ((getline line < table) > 0) print line }' "$page" | finish "$page.new" &&
    mv -f -- "$page.new" "$page"
}

# --- the command line ------------------------------------------------------------------------------

if [ "${1:-}" = --piece ]; then # one line of 'work', in a process of its own; settings are in the environment
  out=$ABLATION_OUT clips=$ABLATION_CLIPS threads=$ABLATION_THREADS full=$ABLATION_FULL
  samples=$ABLATION_SAMPLES only='' seeds=''
  shift
  if "$@"; then say "done: $*"; else say "failed: $* (log: $folder.log)"; fi
  exit 0
fi

out='' clips='' jobs=1 threads=2 only='' seeds=1,2,3 full='' list=''
while [ $# -gt 0 ]; do
  case $1 in
    --out | --clips | --jobs | --threads | --only | --seeds)
      [ $# -gt 1 ] || die "$1 needs a value"
      case $1 in
        --out) out=$2 ;;
        --clips) clips=$2 ;;
        --jobs) jobs=$2 ;;
        --threads) threads=$2 ;;
        --only) only=$2 ;;
        --seeds) seeds=$2 ;;
      esac
      shift
      ;;
    --full) full=full ;;
    --list) list=list ;;
    -h | --help)
      sed -n '2,/^set /{ /^set /d; s/^# \{0,1\}//p; }' "$0"
      exit 0
      ;;
    *) die "there is no option '$1'; --help shows those that there are" ;;
  esac
  shift
done
case $jobs$threads in *[!0-9]*) die "--jobs and --threads take whole numbers" ;; esac
[ "$jobs" -ge 1 ] && [ "$threads" -ge 1 ] || die "--jobs and --threads must be at least 1"
case $seeds in '' | *[!0-9,]*) die "--seeds takes numbers with commas between them, not '$seeds'" ;; esac
seeds=$(printf '%s' "$seeds" | tr ',' ' ')
groups=$(keyed | cut -f 2 | uniq | tr '\n' ' ')
case " $groups" in *" ${only:-base} "*) ;; *) die "there is no group '$only'; there are $groups" ;; esac
[ -z "$clips" ] || [ -f "$clips/labels.csv" ] || die "$clips has no labels.csv"
out=${out:-$home/runs/ablations${full:+-full}}

mkdir -p -- "$out/text" "$out/runs" "$out/baselines" "$out/tokenizer/clip_tokenizer" || die "cannot write to $out"
out=$(CDPATH='' cd -- "$out" && pwd -P)
[ -z "$clips" ] || clips=$(CDPATH='' cd -- "$clips" && pwd -P)

if [ -n "$list" ]; then
  text_work
  variant_work
  baseline_work
  exit 0
fi

settings="$(cksum <"$configs/base.yaml") ${full:-short}"
[ -f "$out/settings" ] || printf '%s\n' "$settings" >"$out/settings"
[ "$(cat "$out/settings")" = "$settings" ] || die "$out holds runs with other settings; use another --out"
# the text encoder that guides the pooling reads with the model's own tokenizer
for file in tokenizer.json tokenizer_config.json special_tokens_map.json; do
  cp -- "$home/models/nano/$file" "$out/tokenizer/"
  cp -- "$home/models/nano/$file" "$out/tokenizer/clip_tokenizer/"
done

samples=$(sed -n 's/^eval_samples: *\([0-9]*\).*/\1/p' "$configs/base.yaml")
[ -z "$full" ] || samples=300
export PERIOD ABLATION_OUT="$out" ABLATION_CLIPS="$clips" ABLATION_THREADS="$threads" ABLATION_FULL="$full" \
  ABLATION_SAMPLES="$samples"
trap 'exit 130' INT TERM
work "text stages" text_work
work "runs" variant_work
work "baselines" baseline_work
table
cat "$out/table.md"
if [ -n "$only" ]; then
  say "the table of this group is in $out/table.md"
else
  publish
  say "the table is in $out/table.md and in docs/reproduce-the-papers.md"
fi
