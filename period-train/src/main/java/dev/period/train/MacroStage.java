package dev.period.train;

import dev.period.data.SampleSource;
import dev.period.data.synthetic.MacroMix;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.synthetic.movers.MoversSource;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.Agreement;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage 2 of the curriculum: how often is a movement repeated in a video, and which of the
 * questions that can be asked about it is this? Synthetic clips only, with a share of text
 * questions so that the first stage is not forgotten, and, if wanted, questions about one of two
 * movers, which take a look at the pictures.
 */
final class MacroStage implements Stage {
  @Override
  public String name() {
    return "macro";
  }

  @Override
  public Lesson<?> lesson(Setup setup) {
    return Agreement.all(
        setup.processes(), () -> AnswerLesson.of(setup, MacroStage::samples, evaluator(setup)));
  }

  private static SampleSource samples(TrainConfig config) {
    SampleSource text = TextRepetition.train(config.seed());
    return BatchMix.of(
        config.batchSize(),
        clips(config),
        List.of(
            new BatchMix.Part(text, config.data().textShare()),
            new BatchMix.Part(
                new MoversSource(config.seed(), config.model().visualFrames()),
                config.data().moversShare())));
  }

  /** The clips alone. */
  static SampleSource clips(TrainConfig config) {
    TrainConfig.Data data = config.data();
    return new MacroSource(
        config.seed(),
        data.renderedPool(),
        data.simulatedPool(),
        config.model().visualFrames(),
        new MacroMix(data.renderedShare(), data.simulatedShare(), data.idleShare()));
  }

  /**
   * Judged on rendered clips of other seeds, as they are, on unseen words, on questions of other
   * wording and, where movers are shown, on unseen ones.
   */
  static Evaluator evaluator(Setup setup) {
    TrainConfig config = setup.config();
    Asking asking = setup.asking();
    int n = config.evalSamples();
    SampleSource clips = MacroSource.heldOut(config.seed(), config.model().visualFrames());
    HeldOut macro = new HeldOut("macro", clips, n, asking);
    HeldOut text = new HeldOut("text", TextRepetition.heldOut(), n, asking);
    List<Evaluator> judges = new ArrayList<>();
    judges.add(macro);
    judges.add(text);
    judges.add(new HeldOutRouting(clips, n, asking));
    if (config.data().moversShare() > 0) {
      int frames = config.model().visualFrames();
      judges.add(new HeldOutMovers(config.seed(), frames, n, asking));
    }
    return model ->
        Evaluation.joined(
            judges.stream().map(judge -> judge.evaluate(model)).toArray(Evaluation[]::new));
  }
}
