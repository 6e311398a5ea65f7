grads: List[Tensor] -> Tensor
return torch.stack(ops.aten._foreach_norm(grads, 2))
