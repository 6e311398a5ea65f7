x: Tensor, w: List[Tensor] -> Tensor
return torch.layer_norm(torch.to(x, 6), [$width], torch.to(w[0], 6), torch.to(w[1], 6), $eps, False)
