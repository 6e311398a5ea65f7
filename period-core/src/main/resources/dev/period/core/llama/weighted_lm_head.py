x: Tensor, channels: Tensor, w: List[Tensor] -> Tensor
h = torch.to((self).scale_gradient((self).rms_norm(x, w[0], $eps), channels), $dtype)
return torch.to($linear(h, torch.to(w[1], $dtype), None), 6)
