x: Tensor, dim: int, start: int, end: int -> Tensor
return torch.slice(x, dim, start, end)
