package dev.period.cli.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.period.cli.CommonOptions;
import dev.period.cli.Size;
import dev.period.cli.Terminal;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.model.convert.MemoryNeeds;
import dev.period.core.model.convert.ModelInfo;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code period model info}: what a folder holds. */
@Command(
    name = "info",
    description = "Prints architecture, parameters, size and memory; reads no weights.",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  period model info models/nano"})
@SuppressWarnings("UnusedVariable") // picocli reads the common options
final class ModelInfoCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "MODEL", description = "Model folder of any layout.")
  private Path model;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Terminal terminal;

  ModelInfoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ModelInfo info = ModelInfo.of(model);
    if (json) {
      terminal.out().println(json(info));
    } else {
      print(info);
    }
    return 0;
  }

  private void print(ModelInfo info) {
    line("layout", info.layout());
    for (ModelInfo.Part part : info.parts()) {
      line(part.name(), parameters(part.parameters(), part.shape()));
    }
    line("together", parameters(info.parameters(), types(info.types())));
    line(
        "on disk",
        Size.of(info.bytesOnDisk())
            + " in "
            + info.files()
            + (info.files() == 1 ? " file" : " files"));
    MemoryNeeds memory = info.memory();
    if (memory == null) {
      return;
    }
    line(
        "to run",
        "fp32 %s and %s per token of context; bf16 or fp16 %s and %s"
            .formatted(
                Size.of(memory.weightsFp32()),
                Size.of(memory.cachePerTokenFp32()),
                Size.of(memory.weightsHalf()),
                Size.of(memory.cachePerTokenHalf())));
    String parts =
        memory.trainProjector() == 0
            ? ""
            : ", all but the tower %s, the projector only %s"
                .formatted(Size.of(memory.trainDecoder()), Size.of(memory.trainProjector()));
    line(
        "to train",
        "everything %s%s; and %s per token of a batch (computed, fp32)"
            .formatted(Size.of(memory.trainAll()), parts, Size.of(memory.activationsPerToken())));
    line(
        "with LoRA",
        Size.of(memory.trainLora()) + " with rank 16 on all of the decoder (computed, bf16)");
  }

  private static String parameters(long count, String remark) {
    return String.format(Locale.ROOT, "%,15d  %s", count, remark).stripTrailing();
  }

  private void line(String name, String text) {
    terminal.out().println(String.format(Locale.ROOT, "%-20s %s", name, text));
  }

  private static String types(Map<SafetensorsType, Long> types) {
    return types.keySet().stream().map(Enum::name).collect(Collectors.joining(", "));
  }

  private static String json(ModelInfo info) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("layout", info.layout());
      json.writeNumberField("parameters", info.parameters());
      json.writeObjectFieldStart("parts");
      for (ModelInfo.Part part : info.parts()) {
        json.writeNumberField(part.name(), part.parameters());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("types");
      for (Map.Entry<SafetensorsType, Long> type : info.types().entrySet()) {
        json.writeNumberField(type.getKey().name(), type.getValue());
      }
      json.writeEndObject();
      json.writeNumberField("files", info.files());
      json.writeNumberField("bytes_on_disk", info.bytesOnDisk());
      json.writeFieldName("memory_bytes");
      writeMemory(json, info.memory());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void writeMemory(JsonGenerator json, @Nullable MemoryNeeds memory)
      throws IOException {
    if (memory == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeNumberField("weights_fp32", memory.weightsFp32());
    json.writeNumberField("weights_half", memory.weightsHalf());
    json.writeNumberField("cache_per_token_fp32", memory.cachePerTokenFp32());
    json.writeNumberField("cache_per_token_half", memory.cachePerTokenHalf());
    json.writeNumberField("train_all", memory.trainAll());
    json.writeNumberField("train_all_but_tower", memory.trainDecoder());
    json.writeNumberField("train_projector", memory.trainProjector());
    json.writeNumberField("train_lora", memory.trainLora());
    json.writeNumberField("train_per_token", memory.activationsPerToken());
    json.writeEndObject();
  }
}
