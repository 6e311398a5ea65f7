x: Tensor, a: Tensor, b: Tensor, scale: float, share: float, dtype: int -> Tensor
h = torch.dropout(x, share, torch.gt(share, 0.))
h = torch.linear(torch.linear(h, torch.to(a, dtype), None), torch.to(b, dtype), None)
return torch.mul(h, scale)
