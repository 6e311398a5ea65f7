gradient: Tensor, factors: Tensor -> Tensor
ones = torch.mul([1], torch.sub(torch.dim(gradient), 1))
return torch.mul_(gradient, torch.reshape(factors, torch.add([-1], ones)))
