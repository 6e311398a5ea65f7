x: Tensor -> Tensor
return torch.div(x, torch.sqrt(torch.sum(torch.mul(x, x), [-1], True)))
