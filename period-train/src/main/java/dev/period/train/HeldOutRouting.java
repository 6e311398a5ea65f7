package dev.period.train;

import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import dev.period.data.text.VideoQuestion;
import dev.period.data.text.VideoQuestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether the model knows what a question wants: questions of every {@link Intent}, equally often,
 * in words that training never uses. A question for one repetition is understood only if its number
 * is.
 */
final class HeldOutRouting implements Evaluator {
  private static final int QUESTIONS = 64;

  /** What is seen hardly matters here, so a few clips do for all questions. */
  private static final int CLIPS = 8;

  private static final List<Intent> INTENTS = List.of(Intent.values());

  private final List<Sample> samples = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final Tokenizer tokenizer;
  private final PromptBuilder prompts;

  /**
   * An evaluation.
   *
   * @param clips whose questions are replaced
   * @param most limit of the number of questions
   */
  HeldOutRouting(SampleSource clips, int most, Tokenizer tokenizer, PromptBuilder prompts) {
    this.tokenizer = tokenizer;
    this.prompts = prompts;
    int n = Math.min(QUESTIONS, most);
    List<Sample> seen = new ArrayList<>();
    for (int i = 0; i < Math.min(CLIPS, n); i++) {
      seen.add(clips.sample(i));
    }
    SplittableRandom rng = new SplittableRandom(0);
    for (int i = 0; i < n; i++) {
      Sample clip = seen.get(i % seen.size());
      Intent intent = INTENTS.get(i % INTENTS.size());
      VideoQuestion asked = VideoQuestions.HELD_OUT.draw(rng, intent, clip.count());
      samples.add(
          new Sample(
              "routing-heldout-" + i,
              asked.question(),
              asked.answer(),
              asked.count(),
              clip.gram(),
              clip.visual(),
              clip.density(),
              clip.active()));
      routes.add(asked.route());
    }
  }

  @Override
  public Evaluation evaluate(PeriodModel model) {
    HeldOutQuestions questions = new HeldOutQuestions(model, tokenizer, prompts);
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      Route read = Route.of(questions.ask(samples.get(i)).answer());
      right += read.equals(routes.get(i)) ? 1 : 0;
    }
    return new Evaluation(
        Map.of("eval/routing/accuracy", (double) right / samples.size()), questions.shown());
  }
}
