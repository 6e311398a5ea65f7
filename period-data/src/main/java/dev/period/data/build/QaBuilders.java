package dev.period.data.build;

import dev.period.data.repetition.Countix;
import dev.period.data.repetition.Quva;
import dev.period.data.repetition.RepCount;
import java.util.List;
import java.util.Optional;

/** All builders. */
public final class QaBuilders {
  private static final List<QaBuilder> ALL =
      List.of(
          new TextBuilder(),
          new CountedVideoBuilder(new Countix()),
          new CountedVideoBuilder(new RepCount()),
          new CountedVideoBuilder(new Quva()),
          new RotnistBuilder(),
          new SignalBuilder(),
          new RppgBuilder(),
          new ImportBuilder());

  private QaBuilders() {}

  /** In the order in which they are listed. */
  public static List<QaBuilder> all() {
    return ALL;
  }

  /** The builder of a name, if there is one. */
  public static Optional<QaBuilder> byName(String name) {
    return ALL.stream().filter(builder -> builder.name().equals(name)).findFirst();
  }

  /** The builder of a name, which makes its items one by one. */
  static ItemBuilder items(String name) {
    return byName(name)
        .filter(ItemBuilder.class::isInstance)
        .map(ItemBuilder.class::cast)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no items"));
  }
}
