grads: List[Tensor], max_norm: float -> Tensor
norm = torch.linalg_vector_norm(torch.stack(ops.aten._foreach_norm(grads, 2)))
_0 = ops.aten._foreach_mul_(grads, torch.clamp_max(torch.div(max_norm, torch.add(norm, 1e-6)), 1.))
return norm
