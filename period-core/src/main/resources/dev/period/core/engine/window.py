x: Tensor, start: int, end: int -> Tensor
return torch.slice(torch.view(x, [-1]), 0, start, end)
