package dev.period.core.optim;

/**
 * What one update of Adam does.
 *
 * @param decoupled whether weights decay beside the moments (AdamW, Loshchilov and Hutter 2019) or
 *     as part of the gradient, as an L2 penalty (Adam as PyTorch has it)
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the root of the second moment
 * @param weightDecay 0 for none
 * @param decaysVectors whether norms and biases decay too, as PyTorch's optimizers do it, and so
 *     Hugging Face's reference steps; otherwise only matrices do
 */
public record AdamRule(
    boolean decoupled,
    double beta1,
    double beta2,
    double eps,
    double weightDecay,
    boolean decaysVectors) {

  /** AdamW that decays matrices only. */
  public static AdamRule adamW(double beta1, double beta2, double eps, double weightDecay) {
    return new AdamRule(true, beta1, beta2, eps, weightDecay, false);
  }
}
