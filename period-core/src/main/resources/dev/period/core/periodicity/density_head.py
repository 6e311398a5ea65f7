x: Tensor, w: List[Tensor] -> Tuple[Tensor, Tensor]
y = torch.linear(x, torch.to(w[0], 6), w[1])
logit = torch.select(y, -1, 1)
density = torch.mul(torch.softplus(torch.select(y, -1, 0)), torch.sigmoid(logit))
return (density, logit)
