x: Tensor -> Tensor
return torch.mul(x, $factor)
