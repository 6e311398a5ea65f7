y: Tensor, inner: Tensor, b: Tensor, scale: float -> Tensor
return torch.add(y, torch.mul(torch.mv(torch.to(b, 6), inner), scale))
