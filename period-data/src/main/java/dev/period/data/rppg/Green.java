package dev.period.data.rppg;

/**
 * GREEN: the green channel as it is, which haemoglobin absorbs most (Verkruysse, Svaasand and
 * Nelson, 2008).
 */
final class Green implements PulseMethod {
  @Override
  public String key() {
    return "green";
  }

  @Override
  public double[] pulse(ColourTrace trace) {
    return trace.rgb()[1].clone();
  }
}
