mean: Tensor, variance: Tensor, running_mean: Tensor, running_variance: Tensor, momentum: float, correction: float -> Tensor
_0 = torch.add_(torch.mul_(running_mean, torch.sub(1., momentum)), mean, alpha=momentum)
_1 = torch.add_(torch.mul_(running_variance, torch.sub(1., momentum)), torch.mul(variance, correction), alpha=momentum)
return running_mean
