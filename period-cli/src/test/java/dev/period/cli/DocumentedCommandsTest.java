package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code ./period} command of the README and the docs, run as written, with the bundled
 * model: only outputs go to a temporary folder, and training and evaluation are cut short by
 * overrides.
 */
class DocumentedCommandsTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path SAMPLE = HOME.resolve("docs/samples/jumping-jacks.mp4");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir static Path temporary;

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("period.home", HOME.toString());
    Path clips = Files.createDirectories(temporary.resolve("clips"));
    Files.copy(SAMPLE, clips.resolve("jacks.mp4"));
    Files.writeString(clips.resolve("labels.csv"), "file,action,count\njacks.mp4,jacks,8\n");
    for (String subject : List.of("subject1", "subject2")) {
      Path folder = Files.createDirectories(temporary.resolve("pulse").resolve(subject));
      Files.copy(SAMPLE, folder.resolve("vid.avi"));
      Files.writeString(
          folder.resolve("ground_truth.txt"),
          IntStream.range(0, 300)
                  .mapToObj(t -> Double.toString(Math.sin(t / 4.0)))
                  .collect(Collectors.joining(" "))
              + "\n"
              + "72 ".repeat(300)
              + "\n");
    }
    dataSets();
    standIns(Files.createDirectories(temporary.resolve("full-size")));
    Path lora = temporary.resolve("full-size/runs/lora");
    List<String> train =
        here(
            "./period train --stage macro --config configs/nano/lora.yaml --from models/nano --out"
                + " x");
    train.set(train.indexOf("--out") + 1, lora.toString());
    Result trained = run(train);
    assertEquals(0, trained.code(), trained.err());
    Files.move(lora.resolve("checkpoint-1"), lora.resolve("checkpoint-600"));
    Path qa = temporary.resolve("qa");
    Result built =
        run(List.of("data", "build", "countix", "--data", set("COUNTIX"), "--out", qa.toString()));
    assertEquals(0, built.code(), built.err());
    Result preferred =
        run(List.of("data", "preferences", "--out", qa + "/preferences.jsonl", "--limit", "1"));
    assertEquals(0, preferred.code(), preferred.err());
  }

  private static String set(String name) {
    return temporary.resolve(name).toString();
  }

  /** The smallest folder of each layout that docs/data.md shows. */
  private static void dataSets() throws IOException {
    copy("COUNTIX/videos/a.mp4");
    String header =
        "video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count\n";
    write("COUNTIX/countix_train.csv", header + "a,jumping jacks,0,10,0,5,4\n");
    copy("COUNTIX/videos/b.mp4");
    // One byte more, or the check would rightly call it a copy.
    Path b = temporary.resolve("COUNTIX/videos/b.mp4");
    Files.write(b, new byte[] {0}, StandardOpenOption.APPEND);
    write("COUNTIX/countix_val.csv", header + "b,jumping jacks,0,10,0,5,4\n");
    copy("REPCOUNT/video/test/c.mp4");
    write("REPCOUNT/annotation/test.csv", "type,name,count,L1,L2\njump_jack,c.mp4,8,,\n");
    String array = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n";
    for (int i = 0; i < 4; i++) {
      copy("QUVA/videos/00" + i + "_jacks.mp4");
      write(
          "QUVA/annotations/00" + i + "_jacks.npy",
          "\u0093NUMPY\u0001\u0000" + (char) array.length() + "\u0000" + array + "\u0009\u0014");
    }
    write("SIGNALS/a.csv", "ppg\n" + "0\n1\n".repeat(100));
    write("SIGNALS/labels.csv", "file,rate_hz,count,quantity\na.csv,20,100,beats\n");
    write(
        "number_countix_val.json",
        "[{\"video\":\"COUNTIX/videos/a.mp4\",\"QA\":{\"q\":\"How many?\",\"a\":\"8\"}}]");
  }

  /**
   * docs/full-size.md is about folders of gigabytes; tiny models of the same layouts stand in for
   * them, so that its commands run as they are written.
   */
  private static void standIns(Path folder) throws IOException {
    Path fixtures = HOME.resolve("period-core/src/test/resources");
    Map<String, String> tiny =
        Map.of(
            "llava-1.5-7b-hf", "llava-tiny",
            "llava-v1.5-7b", "llava-tiny-original-layout",
            "vicuna-7b-v1.5", "llama-mha-bf16",
            "clip-vit-large-patch14-336", "clip-tiny");
    for (Map.Entry<String, String> model : tiny.entrySet()) {
      Path copy = Files.createDirectory(folder.resolve(model.getKey()));
      try (Stream<Path> files =
          Files.list(fixtures.resolve("checkpoints").resolve(model.getValue()))) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    Path config = folder.resolve("llava-1.5-7b-hf/config.json");
    String published = Files.readString(config);
    Files.writeString(
        config, published.replace("\"image_token_index\": 128", "\"image_token_index\": 32000"));
    Files.copy(fixtures.resolve("expected/preprocess/img_96x70.png"), folder.resolve("cat.png"));
  }

  private static void copy(String name) throws IOException {
    Files.createDirectories(temporary.resolve(name).getParent());
    Files.copy(SAMPLE, temporary.resolve(name));
  }

  private static void write(String name, String text) throws IOException {
    Files.createDirectories(temporary.resolve(name).getParent());
    Files.writeString(temporary.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  @AfterAll
  static void restore() {
    System.clearProperty("period.home");
  }

  static Stream<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String page :
        List.of(
            "README.md",
            "docs/data.md",
            "docs/full-size.md",
            "docs/training.md",
            "docs/evaluation.md")) {
      for (String line : Files.readAllLines(HOME.resolve(page))) {
        String command = line.startsWith("$ ") ? line.substring(2) : line;
        if (command.startsWith("./period ")) {
          commands.add(command.replaceFirst("\\s+#.*", ""));
        }
      }
    }
    return commands.stream().distinct();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itWorks(String command) throws IOException {
    Result result = run(here(command));
    assertEquals(0, result.code(), command + "\n" + result.out() + result.err());
  }

  @Test
  void theFirstCommandPrintsWhatTheReadmeShows() throws IOException {
    List<String> lines = Files.readAllLines(HOME.resolve("README.md"));
    int at = 0;
    while (!lines.get(at).startsWith("$ ./period ask")) {
      at++;
    }
    Result result = run(here(lines.get(at).substring(2)));
    assertEquals(lines.get(at + 1), result.out().strip());
    assertTrue(result.out().contains("8"), result.out());
  }

  @Test
  void anImageHasAnAnswer() throws IOException {
    Path image = temporary.resolve("photo.png");
    ImageIO.write(new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    Result result = run(List.of("ask", image.toString(), "how many reps?", "--json"));
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("\"frames\":1,"), result.out());
    assertTrue(result.out().contains("\"video_seconds\":null"), result.out());
  }

  private static List<String> here(String command) throws IOException {
    List<String> arguments = new ArrayList<>();
    Matcher words = WORD.matcher(command.substring("./period ".length()));
    while (words.find()) {
      arguments.add(words.group(1) != null ? words.group(1) : words.group(2));
    }
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String before = i == 0 ? "" : arguments.get(i - 1);
      if (arguments.get(0).equals("model")) {
        arguments.set(i, modelArgument(i, before, argument));
        continue;
      }
      if (before.equals("--from") || before.equals("--model")) {
        arguments.set(i, HOME.resolve("models/nano").toString());
      } else if (before.equals("--out") && arguments.contains("preferences")) {
        arguments.set(
            i, Files.createTempDirectory(temporary, "pairs").resolve("a.jsonl").toString());
      } else if (before.equals("--limit") && arguments.contains("preferences")) {
        arguments.set(i, "1"); // a pair comes of the first question
      } else if (before.equals("--out")) {
        arguments.set(i, Files.createTempDirectory(temporary, "run").toString());
      } else if (argument.startsWith("docs/") || argument.startsWith("configs/")) {
        arguments.set(i, HOME.resolve(argument).toString());
      } else if (argument.startsWith("/tmp/")) {
        arguments.set(i, temporary.resolve(argument.substring(5)).toString());
      } else if (argument.startsWith("data/")) {
        arguments.set(i, temporary.resolve("pulse").toString());
      } else if (argument.equals("VIDEO")) {
        arguments.set(i, SAMPLE.toString());
      } else if (argument.equals("DIR")) {
        arguments.set(i, temporary.resolve("clips").toString());
      } else if (argument.equals("trace.csv")) {
        arguments.set(i, temporary.resolve("SIGNALS/a.csv").toString());
      } else if (argument.startsWith("qa/") || before.equals("--data")) {
        arguments.set(i, temporary.resolve(argument).toString());
      }
    }
    shorten(arguments);
    return arguments;
  }

  /** What one command of {@code model} writes another one reads, so all have one folder. */
  private static String modelArgument(int index, String before, String argument) {
    boolean path =
        index > 1
            && !argument.startsWith("-")
            && !List.of("--tokens", "--generate", "--layout").contains(before);
    if (!path) {
      return argument;
    }
    Path folder = argument.equals("models/nano") ? HOME : temporary.resolve("full-size");
    return folder.resolve(argument).toString();
  }

  private static void shorten(List<String> arguments) throws IOException {
    String command = arguments.get(0);
    if (command.equals("eval") && !arguments.contains("--out")) {
      arguments.add("--out");
      arguments.add(Files.createTempDirectory(temporary, "eval").toString());
    }
    if (command.equals("eval")) {
      arguments.addAll(List.of("--limit", "2"));
    }
    if (command.equals("train")) {
      for (String override :
          List.of(
              "max_steps=1",
              "batch_size=2",
              "eval_samples=1",
              "data.rendered_pool=2",
              "data.simulated_pool=2")) {
        arguments.addAll(List.of("--set", override));
      }
      if (arguments.contains("micro")) {
        arguments.addAll(List.of("--set", "data.micro.rendered_pool=1"));
      }
    }
  }

  private static Result run(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream("how many reps?\n".getBytes(StandardCharsets.UTF_8)),
            false,
            false,
            false);
    int code = Main.run(arguments.toArray(String[]::new), terminal);
    assertFalse(err.toString(StandardCharsets.UTF_8).contains("\tat "), "a stack trace");
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
