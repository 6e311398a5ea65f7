package dev.period.cli.data;

import dev.period.cli.ClusterOptions;
import dev.period.cli.CommonOptions;
import dev.period.cli.ModelOptions;
import dev.period.cli.ProgressBar;
import dev.period.cli.Terminal;
import dev.period.core.PeriodException;
import dev.period.core.cache.CacheFolder;
import dev.period.core.cache.CachePlace;
import dev.period.core.cache.FeatureCache;
import dev.period.data.work.Workers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code period data features}: looks at the videos of QA files before anybody asks. */
@Command(
    name = "features",
    description = {
      "Makes what training and evaluation with a model need of each video and image, and keeps it in"
          + " the cache, so that they do not decode it again.",
      "What is there already is not made again. Exits with 3 if nothing could be read."
    },
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  period data features qa/countix_train.jsonl qa/countix_val.jsonl",
      "  period data features qa/countix_train.jsonl --master local[*]"
    })
final class DataFeaturesCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Mixin private ModelOptions model;

  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "QA files (JSONL).")
  private List<Path> files;

  private final Terminal terminal;
  private long made;
  private long found;
  private long unread;

  DataFeaturesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long limit = CachePlace.limit();
    if (limit == 0) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          "PERIOD_CACHE_LIMIT is 0, so that nothing would be kept; raise it");
    }
    Path folder = CachePlace.features().toAbsolutePath();
    FeatureWork work =
        new FeatureWork(
            files.stream().map(cluster::path).toList(),
            cluster.path(model.folder()),
            model.engine().withCache(new FeatureCache(folder, limit)));
    work.config();
    List<Shown> shown = work.shown();
    if (shown.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "no record of " + files + " shows a video or an image: there is nothing to look at");
    }
    ProgressBar bar = new ProgressBar(terminal, common.quiet(), System::nanoTime);
    made = 0;
    found = 0;
    unread = 0;
    try (Workers workers = cluster.workers()) {
      workers.run(work, LongStream.range(0, shown.size()), kept -> tell(kept, shown, bar));
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%,d made, %,d there already, %,d could not be read%n",
            made,
            found,
            unread);
    if (!common.quiet() && CacheFolder.usage(folder).bytes() > limit - limit / 16) {
      terminal
          .err()
          .println(
              "the cache in "
                  + folder
                  + " is full, so that what was not used for longest is gone; raise"
                  + " PERIOD_CACHE_LIMIT");
    }
    return made + found == 0 ? PeriodException.Kind.INPUT.exitCode() : 0;
  }

  private void tell(Kept kept, List<Shown> shown, ProgressBar bar) {
    int index = (int) (made + found + unread);
    String problem = kept.problem();
    if (problem != null) {
      unread++;
      if (!common.quiet()) {
        bar.clear();
        terminal.err().println(shown.get(index).name() + " left out: " + problem);
      }
    } else if (kept.made()) {
      made++;
    } else {
      found++;
    }
    bar.update(index + 1L, shown.size(), "videos and images");
  }
}
