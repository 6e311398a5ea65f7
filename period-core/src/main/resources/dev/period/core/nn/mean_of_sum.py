sum: Tensor, rows: float -> Tensor
return torch.flatten(torch.div(sum, rows))
