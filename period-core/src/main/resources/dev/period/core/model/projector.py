x: Tensor, w: List[Tensor] -> Tuple[Tensor$sum_types]
h = torch.gelu(torch.linear(torch.to(x, $dtype), torch.to(w[0], $dtype), torch.to(w[1], $dtype)))
y = torch.to(torch.linear(h, torch.to(w[2], $dtype), torch.to(w[3], $dtype)), 6)
return (y$row_sums,)
