package dev.period.core.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs the source of one function into the archive format that libtorch loads modules from. */
final class TorchScriptArchive {
  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private TorchScriptArchive() {}

  /**
   * The archive of a module whose {@code forward} is {@code source}.
   *
   * @param source first line: the parameters and the result type, {@code x: Tensor -> Tensor}; the
   *     other lines: statements without indentation of their own
   * @param helpers further methods by name, in the same form
   */
  static byte[] of(String source, Map<String, String> helpers) throws IOException {
    StringBuilder code = new StringBuilder(source.length() + 200);
    code.append("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    method(code, "forward", source);
    helpers.forEach((name, body) -> method(code, name, body));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "archive/data.pkl", modulePickle());
      store(zip, "archive/code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
      store(zip, "archive/constants.pkl", EMPTY_TUPLE);
      store(zip, "archive/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void method(StringBuilder code, String name, String source) {
    int end = source.indexOf('\n');
    String[] signature = source.substring(0, end).split("->", 2);
    code.append("  def ")
        .append(name)
        .append("(self: __torch__.M, ")
        .append(signature[0].strip())
        .append(") -> ")
        .append(signature[1].strip())
        .append(":\n");
    for (String line : source.substring(end + 1).lines().toList()) {
      if (!line.isBlank()) {
        code.append("    ").append(line).append('\n');
      }
    }
  }

  /** A pickled object of class {@code __torch__.M} with the one attribute {@code training=True}. */
  private static byte[] modulePickle() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {(byte) 0x80, 2});
    pickle.write("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    pickle.write("training".getBytes(StandardCharsets.US_ASCII));
    pickle.write(new byte[] {'q', 1, (byte) 0x88, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
