package dev.period.core.model;

import dev.period.core.text.PromptTemplate;
import dev.period.core.text.PromptTokens;
import dev.period.core.text.Tokenizer;
import dev.period.core.text.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sequence as the decoder sees it.
 *
 * @param ids token ids, placeholders included
 * @param trained whether each token is a target of the loss
 * @param frames the frame that each token belongs to, -1 for text
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSequence(int[] ids, boolean[] trained, int[] frames) {

  /** The number of tokens. */
  public int length() {
    return ids.length;
  }

  /**
   * A question with its media in place, and its answer if there is one.
   *
   * @param visual whether visual tokens stand before the question
   * @param periodic whether periodicity tokens stand there; ignored by a model without them
   * @param answer null when it is yet to be generated
   */
  public static TokenSequence of(
      Tokenizer tokenizer,
      PeriodConfig config,
      boolean visual,
      boolean periodic,
      String question,
      @Nullable String answer) {
    List<String> media = new ArrayList<>();
    if (visual) {
      media.addAll(Collections.nCopies(config.pooledFrames() * config.tokensPerFrame(), "<image>"));
    }
    if (periodic) {
      media.addAll(Collections.nCopies(config.periodicityConfig().tokens(), "<period>"));
    }
    PromptTokens tokens =
        PromptTokens.of(
            tokenizer,
            PromptTemplate.byName(config.promptTemplate())
                .render(List.of(new Turn(media, question, answer))));
    return new TokenSequence(tokens.ids(), tokens.trained(), frames(tokens.ids(), config));
  }

  /**
   * The frame of each token: visual tokens come in groups of a frame, a periodicity token is a
   * moment of its own, so each advances time by one.
   */
  static int[] frames(int[] ids, PeriodConfig config) {
    int[] frames = new int[ids.length];
    int frame = -1;
    int visual = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == config.imageTokenIndex()) {
        frame += visual++ % config.tokensPerFrame() == 0 ? 1 : 0;
        frames[i] = frame;
      } else if (ids[i] == config.periodTokenIndex()) {
        frames[i] = ++frame;
      } else {
        frames[i] = -1;
      }
    }
    return frames;
  }
}
