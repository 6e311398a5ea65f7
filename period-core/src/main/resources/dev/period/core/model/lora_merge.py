w: Tensor, a: Tensor, b: Tensor, scale: float -> Tensor
return torch.add(w, torch.mul(torch.matmul(b, a), scale))
