x: Tensor, w: List[Tensor] -> Tensor
h = torch.gelu(torch.linear(torch.to(x, $dtype), torch.to(w[0], $dtype), torch.to(w[1], $dtype)))
return torch.to(torch.linear(h, torch.to(w[2], $dtype), torch.to(w[3], $dtype)), 6)
