to: Tensor, values: Tensor -> Tensor
return torch.copy_(to, values)
