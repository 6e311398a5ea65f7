x: Tensor, w: Tensor -> Tensor
return torch.linear(x, w)
