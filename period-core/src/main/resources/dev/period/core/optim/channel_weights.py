means: Tensor, more: Tensor -> Tuple[Tensor, Tensor]
low = torch.to(torch.lt(means, torch.mean(means)), 6)
return (torch.add(torch.mul(low, more), 1.), torch.sum(low))
