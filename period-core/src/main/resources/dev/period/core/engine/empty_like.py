x: Tensor -> Tensor
return torch.empty_like(x, dtype=$dtype, layout=None, device=None, pin_memory=None, memory_format=None)
