x: Tensor -> Tensor
return torch.to(x, torch.device("$device"), $dtype)
