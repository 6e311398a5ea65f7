package dev.period.data.build;

import dev.period.data.work.Items;
import dev.period.data.work.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A split of a {@link BuildRequest} as another process is told of it: paths are not serializable.
 */
record BuildWork(
    String task,
    String split,
    String out,
    @Nullable String data,
    long seed,
    @Nullable Long limit,
    boolean render)
    implements Work<List<QaEntry>> {

  static BuildWork of(String task, String split, BuildRequest request) {
    Path data = request.data();
    return new BuildWork(
        task,
        split,
        request.out().toAbsolutePath().toString(),
        data == null ? null : data.toAbsolutePath().toString(),
        request.seed(),
        request.limit(),
        request.render());
  }

  @Override
  public Items<List<QaEntry>> open() {
    Path source = data == null ? null : Path.of(data);
    return QaBuilders.items(task)
        .open(new BuildRequest(Path.of(out), source, split, seed, limit, Map.of(), render), split);
  }
}
