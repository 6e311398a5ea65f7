x: Tensor, w: Tensor, eps: float -> Tensor
return torch.mul(torch.mul(x, torch.rsqrt(torch.add(torch.mean(torch.mul(x, x), [-1], True), eps))), w)
