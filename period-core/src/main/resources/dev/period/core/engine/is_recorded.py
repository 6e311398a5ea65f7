x: Tensor -> Tensor
return torch.full([], float(ops.prim.requires_grad(x)), dtype=6, layout=None, device=None, pin_memory=None)
