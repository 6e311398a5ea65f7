package dev.period.infer.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionMetricsTest {
  private static final JsonNode REFERENCE = ReferenceValues.read("caption_metrics.json");
  private final List<Caption> corpus = corpus();

  private static List<Caption> corpus() {
    List<Caption> captions = new ArrayList<>();
    for (JsonNode item : REFERENCE.get("corpus")) {
      List<List<String>> references = new ArrayList<>();
      item.get("references").forEach(r -> references.add(words(r)));
      captions.add(new Caption(words(item.get("hypothesis")), references));
    }
    return captions;
  }

  private static List<String> words(JsonNode text) {
    return List.of(text.asText().split(" "));
  }

  @Test
  void ciderAgreesWithTheReference() {
    assertArrayEquals(
        ReferenceValues.doubles(REFERENCE.at("/cider/per_item")), Cider.scores(corpus), 1e-9);
  }

  @Test
  void bleuAgreesWithTheReference() {
    Bleu total = corpus.stream().map(Bleu::of).reduce(Bleu::plus).orElseThrow();
    double[] scores = {total.score(1), total.score(2), total.score(3), total.score(4)};
    assertArrayEquals(ReferenceValues.doubles(REFERENCE.get("bleu1_4")), scores, 1e-9);
    double[] items = corpus.stream().mapToDouble(c -> Bleu.of(c).score(4)).toArray();
    assertArrayEquals(ReferenceValues.doubles(REFERENCE.at("/bleu4/per_item")), items, 1e-9);
  }

  @Test
  void rougeAgreesWithTheReference() {
    double[] items = corpus.stream().mapToDouble(RougeL::score).toArray();
    assertArrayEquals(ReferenceValues.doubles(REFERENCE.at("/rouge_l/per_item")), items, 1e-9);
  }

  @Test
  void corpusScoresLieInsideTheirIntervals() {
    CaptionMetrics metrics = CaptionMetrics.of(corpus);
    assertEquals(REFERENCE.at("/cider/corpus_score").asDouble(), metrics.cider().value(), 1e-9);
    assertEquals(REFERENCE.at("/bleu4/corpus_score").asDouble(), metrics.bleu4().value(), 1e-9);
    assertEquals(REFERENCE.at("/rouge_l/corpus_score").asDouble(), metrics.rougeL().value(), 1e-9);
    for (Estimate e : List.of(metrics.cider(), metrics.bleu4(), metrics.rougeL())) {
      assertTrue(e.low() < e.value() && e.value() < e.high());
    }
  }

  @Test
  void anEmptyAnswerScoresNothing() {
    Caption empty = Caption.of("", List.of("the man jumps 3 times"));
    assertEquals(0, Bleu.of(empty).score(4), 1e-9);
    assertEquals(0, RougeL.score(empty), 0);
    assertArrayEquals(
        new double[] {0, 0}, Cider.scores(List.of(empty, Caption.of("a b", List.of("c")))), 0);
  }

  @Test
  void tokensAreThoseOfThePennTreebank() {
    assertEquals(
        List.of("the", "man", "'s", "push-ups", "do", "n't", "count", "1,200", "3.5", "%"),
        PtbTokenizer.words("The man's push-ups -- \"don't\" count: 1,200; (3.5%)..."));
    assertEquals(List.of("twelve", "reps"), PtbTokenizer.words("  Twelve reps!? "));
  }
}
