x: Tensor, w: List[Tensor] -> Tensor
h = torch.to((self).rms_norm(x, w[0], $eps), $dtype)
return torch.to($linear(h, torch.to(w[1], $dtype), None), 6)
