package dev.period.infer.preference;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.data.qa.QaReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaSamples;
import dev.period.data.text.NumberExtraction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The questions of QA files that are about a video, have a known count, and whose reference answer
 * states that count: what else is asked about a video says nothing about counting.
 */
public final class RecordQuestions implements CountedQuestions {
  private final List<CountedQuestion> questions;

  private RecordQuestions(List<CountedQuestion> questions) {
    this.questions = List.copyOf(questions);
  }

  /**
   * Reads QA files.
   *
   * @param limit the most questions that are taken, from the beginning
   * @throws PeriodException of kind INPUT when a file is missing or broken, or nothing in them can
   *     be asked
   */
  public static RecordQuestions of(List<Path> files, long limit) {
    List<CountedQuestion> questions = new ArrayList<>();
    for (Path file : files) {
      Path folder = file.toAbsolutePath().getParent();
      for (QaRecord record : QaReader.readAll(file)) {
        String video = record.video();
        Integer count = record.count();
        if (video == null || count == null) {
          continue;
        }
        Path path = QaSamples.resolve(folder, video);
        if (!Files.isRegularFile(path)) {
          continue;
        }
        for (QaRecord.Exchange exchange : record.exchanges()) {
          if (states(exchange.answer(), count)) {
            questions.add(
                new CountedQuestion(
                    record.id() + "-" + questions.size(),
                    path,
                    record.start(),
                    record.end(),
                    exchange.question(),
                    count));
          }
        }
      }
    }
    if (questions.isEmpty()) {
      throw new PeriodException(
          Kind.INPUT,
          files
              + " ask for the count of nothing that is there: a record needs a video and its count,"
              + " as 'period data build countix' makes them");
    }
    return new RecordQuestions(questions.subList(0, (int) Math.min(limit, questions.size())));
  }

  private static boolean states(String answer, int count) {
    return NumberExtraction.find(answer).map(found -> found.value() == count).orElse(false);
  }

  @Override
  public int size() {
    return questions.size();
  }

  @Override
  public CountedQuestion get(int index) {
    return questions.get(index);
  }

  /** The video is the user's. */
  @Override
  public void unused(CountedQuestion question) {}
}
