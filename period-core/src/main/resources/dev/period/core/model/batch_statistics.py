x: Tensor -> Tuple[Tensor, Tensor]
return (torch.mean(x, [0]), torch.var(x, [0], False))
