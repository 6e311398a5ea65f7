#!/bin/sh
# How much the bundled model's figures owe to its seed: trains nano again with other seeds, at a quarter of the steps
# and of the clips, and judges all of them alike. docs/nano.md shows what came of it.
#
#   scripts/seed_spread.sh [--out DIR] [--clips DIR] [--seeds 1,2,3]
#
#   --out DIR     where runs and table go; default: runs/seeds
#   --clips DIR   real videos to judge on as well: a folder with labels.csv, as for 'period eval clips'
#   --seeds LIST  default 1,2,3; a seed takes some 20 minutes of two cores
#
# The same command goes on where it was stopped. PERIOD is the command that starts Period; default: ./period.
set -fu

die() {
  printf 'seed_spread: %s\n' "$1" >&2
  exit 2
}

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || die "cannot enter the folder above $0"
period() { # the words of PERIOD, or ours, whose path may hold spaces
  if [ -n "${PERIOD:-}" ]; then
    # shellcheck disable=SC2086
    $PERIOD "$@"
  else
    "$home/period" "$@"
  fi
}
out=runs/seeds clips='' seeds=1,2,3
while [ $# -gt 0 ]; do
  [ $# -gt 1 ] || die "$1 needs a value"
  case $1 in
    --out) out=$2 ;;
    --clips) clips=$2 ;;
    --seeds) seeds=$2 ;;
    *) die "there is no option $1; read the head of this file" ;;
  esac
  shift 2
done
[ -z "$clips" ] || [ -f "$clips/labels.csv" ] || die "$clips has no labels.csv"
mkdir -p "$out" || die "cannot make $out"

train() { # train STAGE STEPS FROM OVERRIDES...: leaves checkpoint-STEPS
  stage=$1 steps=$2 from=$3 folder=$here/$1
  [ ! -d "$folder/checkpoint-$steps" ] || return 0
  shift 3
  set -- --set "max_steps=$steps" --set save_every=50 --set "eval_every=$steps" "$@"
  [ -z "$from" ] || set -- --from "$from" "$@"
  period train --stage "$stage" --out "$folder" --resume "$@" >>"$here.log" 2>&1
}

judge() { # judge TASK OPTIONS...: a line of the table
  task=$1 report=$here/eval-$1
  shift
  [ -f "$report/report.json" ] || period eval "$task" --model "$model" --out "$report" "$@" \
    >>"$here.log" 2>&1 || return 1
  awk -v seed="$seed" -v task="$task" '
    match($0, /^ *"[a-z0-9_]+" *: *\{/) { split($0, part, "\""); section = part[2] }
    /"(mae_abs|mae_norm|obo_acc|obz_acc|ece)" *:/ && (section == "metrics" || section == "calibration") {
      split($0, part, "\""); value = $0; sub(/^[^:]*: */, "", value); sub(/ *,? *$/, "", value)
      found[part[2]] = value
    }
    END {
      printf "%s\t%s\t%.2f\t%.3f\t%.2f\t%.2f\t%.3f\n", seed, task, found["mae_abs"], found["mae_norm"],
        found["obo_acc"], found["obz_acc"], found["ece"]
    }' "$report/report.json"
}

printf 'seed\ttask\tmae_abs\tmae_norm\tobo_acc\texact\tece\n' >"$out/table.tsv.tmp"
for seed in $(printf '%s' "$seeds" | tr ',' ' '); do
  here=$out/seed-$seed
  # as in configs/nano, the last stage shows other clips than the one before
  train text 200 '' --set "seed=$seed" &&
    train macro 500 "$here/text/checkpoint-200" --set "seed=$seed" \
      --set data.rendered_pool=2000 --set data.simulated_pool=1250 &&
    train micro 500 "$here/macro/checkpoint-500" --set "seed=$((seed + 1))" \
      --set data.rendered_pool=1500 --set data.simulated_pool=1000 --set data.micro.rendered_pool=100 ||
    die "seed $seed was not trained; $here.log says why"
  model=$here/micro/checkpoint-500
  {
    judge synthetic --limit 300 && judge text --limit 500 && { [ -z "$clips" ] || judge clips --data "$clips"; }
  } >>"$out/table.tsv.tmp" || die "seed $seed was not judged; $here.log says why"
done
mv -f -- "$out/table.tsv.tmp" "$out/table.tsv" && cat "$out/table.tsv"
