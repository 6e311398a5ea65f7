package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.model.PeriodConfig;
import dev.period.data.SampleSource;
import dev.period.data.synthetic.pulse.PulseMix;
import dev.period.data.synthetic.pulse.PulseSource;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.Agreement;
import java.util.List;

/**
 * Stage 3 of the curriculum: how often does the heart beat in this skin? Synthetic faces and colour
 * traces only, with shares of text and of videos so that the stages before are not forgotten.
 *
 * <p>Period-LLM has published neither data nor settings of its micro stage; all of this is ours.
 */
final class MicroStage implements Stage {
  @Override
  public String name() {
    return "micro";
  }

  @Override
  public Lesson<?> lesson(Setup setup) {
    return Agreement.all(
        setup.processes(), () -> AnswerLesson.of(setup, MicroStage::samples, evaluator(setup)));
  }

  private static SampleSource samples(TrainConfig config) {
    TrainConfig.Micro micro = micro(config);
    return BatchMix.of(
        config.batchSize(),
        new PulseSource(
            config.seed(),
            micro.renderedPool(),
            new PulseMix(micro.renderedShare(), micro.paintedShare()),
            view(config.model())),
        List.of(
            new BatchMix.Part(TextRepetition.train(config.seed()), config.data().textShare()),
            new BatchMix.Part(MacroStage.clips(config), micro.macroShare())));
  }

  /** Judged on rendered faces of other seeds, and on what the stages before were judged on. */
  private static Evaluator evaluator(Setup setup) {
    TrainConfig config = setup.config();
    Asking asking = setup.asking();
    int n = config.evalSamples();
    HeldOutPulse micro = new HeldOutPulse(config.seed(), n, view(config.model()), asking);
    Evaluator before = MacroStage.evaluator(setup);
    return model -> Evaluation.joined(micro.evaluate(model), before.evaluate(model));
  }

  private static TrainConfig.Micro micro(TrainConfig config) {
    TrainConfig.Micro micro = config.data().micro();
    if (micro == null) {
      throw new PeriodException(
          Kind.USAGE,
          "the configuration has no section data.micro; take over that of configs/nano/micro.yaml");
    }
    return micro;
  }

  private static PulseSource.View view(PeriodConfig model) {
    ClipVisionConfig tower = model.visionConfig();
    if (tower == null) {
      throw new PeriodException(Kind.USAGE, "the micro stage shows pictures to a vision_config");
    }
    return new PulseSource.View(
        model.periodicityConfig().frames(), model.visualFrames(), tower.imageSize());
  }
}
