x: Tensor, averaging: Tensor, w: List[Tensor] -> Tensor
h = (self).rms_norm(torch.detach(x), torch.detach(w[0]), $eps)
return torch.matmul(averaging, torch.reshape(h, [-1, torch.size(h, -1)]))
